#pragma once

#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/initializer/noted_text.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Changes of an application's files that are planned: each is a text put into a file, all else stays.
class edits {
public:
    explicit edits(const project &app) : app_(app) {}

    /// The file as it will be; nothing where there will be none. Throws errc::io where it cannot be read.
    std::optional<std::string> text_of(const std::filesystem::path &file) const {
        for (const auto &one : files_)
            if (one.path == file) return one.contents;
        return read_file(app_.root / file);
    }

    /// Puts `text` before the byte `at` of a file, which is made where there is none. What a source file is
    /// no place for is `noted` in other words.
    void insert(const std::filesystem::path &file, std::size_t at, const std::string &text,
                std::string noted = {}) {
        auto &planned = open(file);
        planned.contents.insert(at, text);
        insertions_.push_back(
            note_of(file, planned.contents, at, noted.empty() ? text : std::move(noted), !planned.previous));
    }

    /// The file holds secrets.
    void keep_secret(const std::filesystem::path &file) { open(file).secret = true; }

    const std::vector<planned_file> &files() const { return files_; }
    const std::vector<insertion> &insertions() const { return insertions_; }

private:
    planned_file &open(const std::filesystem::path &file) {
        for (auto &one : files_)
            if (one.path == file) return one;
        auto previous = read_file(app_.root / file);
        files_.push_back({.path = file,
                          .status = previous ? file_status::update : file_status::create,
                          .contents = previous.value_or(""),
                          .previous = previous});
        return files_.back();
    }

    const project &app_;
    std::vector<planned_file> files_;
    std::vector<insertion> insertions_;
};

/// The line ending of a text: that of its first line.
inline std::string line_ending_of(std::string_view text) {
    auto end = text.find('\n');
    return end != text.npos && end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
}

/// A line as it is put behind the last one, which may lack its ending and then goes on to.
inline std::string as_last_line(std::string_view text, std::string_view line) {
    auto ending = line_ending_of(text);
    bool ended = text.empty() || text.ends_with('\n');
    return ended ? std::string(line) + ending : ending + std::string(line);
}

} // namespace azu_session::inline v0_1::detail
