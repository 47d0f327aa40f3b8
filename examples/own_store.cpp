// Clears the sessions of an application that keeps each in a file, with a class of its own:
//     config.store = FileStore.new(directory: "tmp/sessions")
#include <azu_session/clear.hpp>
#include <azu_session/detect.hpp>

#include <filesystem>
#include <iostream>
#include <memory>

namespace az = azu_session;
namespace fs = std::filesystem;

class file_store : public az::store {
public:
    using settings = az::custom_settings;
    static bool serves(const settings &where) { return where.class_name == "FileStore"; }

    explicit file_store(const settings &where, const az::store_options & = {}) {
        for (const auto &argument : where.arguments)
            if (argument.name == "directory") directory_ = argument.value;
    }

    std::unique_ptr<az::sweep> remove(const az::selection &which) override { return over(which, true); }
    std::unique_ptr<az::sweep> count(const az::selection &which) override { return over(which, false); }

private:
    struct pass : az::sweep {
        pass(const fs::path &from, bool removing) : place(from), removes(removing) {}
        az::batch next() override try {
            az::batch done{.removed = 0, .progress = 1, .done = true};
            for (const auto &file : fs::directory_iterator(place))
                if (!removes || fs::remove(file.path())) ++done.removed;
            return done;
        } catch (const fs::filesystem_error &why) {
            throw az::error(az::errc::io, {"Cannot clear ", place.string(), ": ", why.code().message(), "."},
                            "Check that it is there, and that your user may change it.");
        }
        fs::path place;
        bool removes;
    };

    std::unique_ptr<az::sweep> over(const az::selection &which, bool removing) const {
        if (which.expired || !which.where.empty())
            throw az::error(az::errc::unsupported, "Files can only be cleared all together.");
        return std::make_unique<pass>(directory_, removing);
    }

    fs::path directory_;
};

int main() try {
    auto app = az::project::open(".");
    auto store = az::open_store<file_store>(az::detect(app, az::environment::of(app)));
    auto done = az::clear(*store);
    std::cout << "Cleared " << done.sessions << " session(s)\n";
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
