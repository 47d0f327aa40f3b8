#pragma once

#include <azu_session/error.hpp>

#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Why setup does not write its files; what has become of them is for others to say.
struct refusal {
    errc code;
    std::string reason; ///< a sentence without its end
    std::string hint;
    std::vector<setting> settings = {}; ///< what to change for it
};

inline refusal cannot_write(const std::filesystem::path &path, int reason) {
    return {errc::io, "Cannot write " + path.string() + ": " + std::strerror(reason),
            "Check the permissions and the free space of its directory."};
}

inline refusal cannot_remove(const std::filesystem::path &path, int reason) {
    return {errc::io, "Cannot remove " + path.string() + ": " + std::strerror(reason),
            "Check the permissions of its directory."};
}

inline refusal read_only(const std::filesystem::path &path) {
    return {
        errc::io, path.string() + " is read-only",
        "Make it writable for yourself, as with chmod u+w, if it may be changed, and run the command again."};
}

/// A setup before this one was killed while it overwrote the file.
inline refusal mended(const std::filesystem::path &path) {
    return {errc::conflict,
            path.string() + " was half written by a setup that was killed, and is again as it "
                            "was before that",
            "Run the command again."};
}

inline refusal changed_meanwhile(const std::filesystem::path &path) {
    return {errc::conflict, path.string() + " changed while setup ran", "Run the command again."};
}

/// Something stands at the path where nothing stood when the plan was made.
inline refusal in_the_way(const std::filesystem::path &path) {
    std::error_code none;
    if (std::filesystem::is_symlink(path, none) && !std::filesystem::exists(path, none))
        return {errc::conflict, path.string() + " is a link to nothing",
                "Remove the link, or make what it points to."};
    return {errc::conflict, path.string() + " came into being while setup ran", "Run the command again."};
}

/// Throws the refusal of a setup that has left everything as it was.
[[noreturn]] inline void refuse(const refusal &why) {
    throw error(why.code, {why.reason, "; nothing was written."}, why.hint, why.settings);
}

} // namespace azu_session::inline v0_1::detail
