// Clears the sessions of an application that keeps each in a file, with a class of its own:
//     config.store = FileStore.new(directory: "tmp/sessions")
#include <azu_session/azu_session.hpp>

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
        if (!fs::is_directory(directory_))
            throw az::error(az::errc::not_found, "There is no directory " + directory_.string() + ".");
    }

    std::unique_ptr<az::sweep> remove(const az::selection &which) override { return over(which, true); }
    std::unique_ptr<az::sweep> count(const az::selection &which) override { return over(which, false); }

private:
    struct pass : az::sweep {
        az::batch next() override {
            az::batch done{.removed = 0, .progress = 1, .done = true};
            for (const auto &file : fs::directory_iterator(directory))
                done.removed += removing ? fs::remove(file.path()) : 1;
            return done;
        }
        fs::path directory;
        bool removing = false;
    };

    std::unique_ptr<az::sweep> over(const az::selection &which, bool removing) const {
        if (which.expired || !which.where.empty())
            throw az::error(az::errc::unsupported, "Files can only be cleared all together.");
        auto made = std::make_unique<pass>();
        made->directory = directory_;
        made->removing = removing;
        return made;
    }

    fs::path directory_;
};

int main() try {
    auto app = az::project::open(".");
    auto store = az::open_store<file_store>(az::detect(app, az::environment::of(app)));
    std::cout << "Cleared " << az::clear(*store).sessions << " session(s)\n";
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
