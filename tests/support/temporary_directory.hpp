#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace support {

/// A directory of the test's own, removed with everything in it at the end.
class temporary_directory {
public:
    temporary_directory() {
        auto name = (std::filesystem::temp_directory_path() / "azu-test-XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error("mkdtemp failed for " + name);
        path_ = std::filesystem::canonical(name);
    }
    temporary_directory(const temporary_directory &) = delete;
    temporary_directory &operator=(const temporary_directory &) = delete;
    ~temporary_directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    const std::filesystem::path &path() const { return path_; }

    /// Writes a file, and the directories above it.
    std::filesystem::path write(const std::filesystem::path &name, const std::string &bytes) const {
        auto target = path_ / name;
        std::filesystem::create_directories(target.parent_path());
        std::ofstream(target, std::ios::binary) << bytes;
        return target;
    }

    std::string read(const std::filesystem::path &name) const {
        std::ifstream in(path_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }

private:
    std::filesystem::path path_;
};

/// Every file and directory under `root`, one a line.
inline std::string listing(const temporary_directory &root) {
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(root.path()))
        names.push_back(entry.path().lexically_relative(root.path()).string());
    std::sort(names.begin(), names.end());
    std::string text;
    for (const auto &name : names)
        text += name + "\n";
    return text;
}

} // namespace support
