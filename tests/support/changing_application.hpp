#pragma once

#include <azu_session/plan.hpp>

#include "temporary_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace support {

/// An application and a plan that changes files of it in every way there is.
class changing_application : public temporary_directory {
public:
    struct expected_file {
        azu_session::planned_file planned;
        unsigned mode_before = 0644, mode_after = 0644;
        std::string hard_link = {}; ///< another name of it
    };

    changing_application() {
        for (const auto &file : files)
            if (file.planned.previous) write_old(file);
        std::filesystem::create_directory(path() / "real");
        std::filesystem::rename(path() / "link.yml", path() / "real/real.yml");
        std::filesystem::create_symlink("real/real.yml", path() / "link.yml");
    }

    azu_session::setup_plan plan() const {
        azu_session::setup_plan whole{.root = path(), .emptied = {"gone/below", "gone"}};
        for (const auto &file : files)
            whole.files.push_back(file.planned);
        return whole;
    }

    /// The plan to do what is not done yet, made from what is there.
    azu_session::setup_plan remaining_plan() const {
        auto whole = plan();
        for (auto &file : whole.files) {
            file.previous = azu_session::detail::read_file(path() / file.path);
            bool is_done = file.status == azu_session::file_status::remove ? !file.previous
                                                                           : file.previous == file.contents;
            if (file.status == azu_session::file_status::create && file.previous)
                file.status = azu_session::file_status::update;
            if (is_done && !file.secret) file.status = azu_session::file_status::identical;
        }
        return whole;
    }

    bool is_old(const expected_file &file) const { return is(file, file.planned.previous, file.mode_before); }
    bool is_new(const expected_file &file) const {
        bool goes = file.planned.status == azu_session::file_status::remove;
        return is(file, goes ? std::nullopt : std::optional(file.planned.contents), file.mode_after);
    }

    /// The temporaries that are still there.
    std::vector<std::string> temporaries() const {
        std::vector<std::string> found;
        for (const auto &entry : std::filesystem::recursive_directory_iterator(path())) {
            auto name = entry.path().filename().string();
            if (name.starts_with(".azu-")) found.push_back(entry.path().string());
        }
        return found;
    }

    static azu_session::planned_file planned(const std::string &name, azu_session::file_status status,
                                             const std::string &contents,
                                             const std::optional<std::string> &previous,
                                             bool secret = false) {
        return {.path = name, .status = status, .contents = contents, .previous = previous, .secret = secret};
    }

    const std::vector<expected_file> files = {
        {planned("deep/down/new.cr", azu_session::file_status::create, "new\n", std::nullopt)},
        {planned("b.yml", azu_session::file_status::update, "old b\nnew b\n", "old b\n"), 0640, 0640},
        {planned("grown.yml", azu_session::file_status::update, "head: new\ntail: new\n", "head: old\n"),
         0644, 0644, "grown-too.yml"},
        {planned("shrunk.yml", azu_session::file_status::force, "NEW\n", "one\ntwo\nthree\n"), 0600, 0600,
         "shrunk-too.yml"},
        {planned("link.yml", azu_session::file_status::update, "linked new\n", "linked old\n")},
        {planned("forced.cr", azu_session::file_status::force, "forced new\n", "forced old\n"), 0755, 0755},
        {planned("gone/below/gone.cr", azu_session::file_status::remove, "", "gone old\n"), 0644, 0644},
        {planned("fresh.env", azu_session::file_status::create, "SECRET=1\n", std::nullopt, true), 0600,
         0600},
        {planned(".env", azu_session::file_status::update, "A=1\nSECRET=1\n", "A=1\n", true), 0644, 0600},
        {planned("linked.env", azu_session::file_status::update, "B=1\nSECRET=1\n", "B=1\n", true), 0644,
         0600, "linked-too.env"},
    };

private:
    void write_old(const expected_file &file) const {
        auto at = write(file.planned.path, *file.planned.previous);
        REQUIRE(::chmod(at.c_str(), file.mode_before) == 0);
        if (!file.hard_link.empty()) std::filesystem::create_hard_link(at, path() / file.hard_link);
    }

    bool is(const expected_file &file, const std::optional<std::string> &bytes, unsigned mode) const {
        auto at = path() / file.planned.path;
        struct ::stat found {};
        if (::stat(at.c_str(), &found) != 0) return !bytes;
        if (!bytes || read(file.planned.path) != *bytes || (found.st_mode & 07777) != mode) return false;
        return file.hard_link.empty() || std::filesystem::equivalent(at, path() / file.hard_link);
    }
};

} // namespace support
