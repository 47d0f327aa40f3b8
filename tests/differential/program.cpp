#include "program.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace differential {
namespace {

namespace fs = std::filesystem;

/// Names at the top level that are not a program's own.
const std::set<std::string, std::less<>> common_names = {"Session",
                                                         "RedisStore",
                                                         "PooledRedisStore",
                                                         "ClusteredRedisStore",
                                                         "DatabaseStore",
                                                         "MemoryStore",
                                                         "CookieStore",
                                                         "Redis",
                                                         "Azu",
                                                         "ENV",
                                                         "Object",
                                                         "Reference",
                                                         "Value",
                                                         "Nil",
                                                         "Bool",
                                                         "Char",
                                                         "String",
                                                         "Symbol",
                                                         "Int",
                                                         "Int32",
                                                         "Int64",
                                                         "Float64",
                                                         "Number",
                                                         "Array",
                                                         "Hash",
                                                         "Tuple",
                                                         "NamedTuple",
                                                         "Set",
                                                         "Range",
                                                         "Enumerable",
                                                         "Indexable",
                                                         "Iterator",
                                                         "Comparable",
                                                         "Proc",
                                                         "Path",
                                                         "File",
                                                         "Dir",
                                                         "URI",
                                                         "Log",
                                                         "Exception",
                                                         "Time",
                                                         "Regex",
                                                         "Random",
                                                         "Process",
                                                         "Fiber",
                                                         "JSON",
                                                         "YAML",
                                                         "Kernel",
                                                         "Struct",
                                                         "Enum",
                                                         "Kemal"};

const std::regex definition(
    R"(^(?:(?:private|abstract|protected) )*(?:(?:class|struct|module|enum|alias|annotation|record|lib|macro|def) )"
    R"(([A-Za-z_]\w*(?:::\w+)?)|([A-Z]\w*)\s*=[^=~>]))");

/// The names that lines without indentation define.
std::set<std::string> defined_names(const program &given) {
    std::set<std::string> names;
    for (auto &[path, text] : given.files) {
        std::istringstream lines(text);
        std::smatch found;
        for (std::string line; std::getline(lines, line);)
            if (std::regex_search(line, found, definition) && found[1] != "self")
                names.insert(found[1].matched ? found[1] : found[2]);
    }
    return names;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// Whether a name at this place is the one that is defined at the top level, rather than a label, a symbol, a
/// variable of the environment or a method of something.
bool refers(const std::string &text, std::size_t begin, std::size_t end) {
    char before = begin == 0 ? '\n' : text[begin - 1], after = end < text.size() ? text[end] : '\n';
    if (is_word(before) || is_word(after) || before == '"' || before == '@') return false;
    bool scope = begin > 1 && before == ':' && text[begin - 2] == ':';
    bool label = after == ':' && (end + 1 == text.size() || text[end + 1] != ':');
    bool constant = std::isupper(static_cast<unsigned char>(text[begin]));
    if (before == ':' && !scope) return false;
    return constant || (before != '.' && !label);
}

std::string renamed(const std::string &text, const std::string &name, const std::string &suffix) {
    std::string result;
    std::size_t done = 0;
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        if (!refers(text, at, at + name.size())) continue;
        result.append(text, done, at + name.size() - done).append(suffix);
        done = at + name.size();
    }
    return result.append(text, done);
}

std::string fit_for_joining(const program &given, const std::string &path, std::set<std::string> &seen) {
    if (!seen.insert(path).second || !given.files.contains(path)) return {};
    static const std::regex require(R"-(^\s*require "(\.{1,2}/[^"]*)")-");
    std::istringstream lines(given.files.at(path));
    std::string result;
    std::smatch found;
    for (std::string line; std::getline(lines, line);) {
        if (!std::regex_search(line, found, require)) {
            result += line + '\n';
            continue;
        }
        auto named = (fs::path(path).parent_path() / found[1].str()).lexically_normal().string();
        auto below = named.substr(0, named.find('*'));
        for (auto &[other, text] : given.files) {
            bool deep = named.ends_with("/**"), flat = named.ends_with("/*") && !deep;
            bool inside = other.starts_with(below) && other.ends_with(".cr");
            bool wanted = deep   ? inside
                          : flat ? inside && other.find('/', below.size()) == other.npos
                                 : other == named || other == named + ".cr" ||
                                       other == named + "/" + fs::path(named).filename().string() + ".cr";
            if (wanted) result += fit_for_joining(given, other, seen);
        }
    }
    return result;
}

} // namespace

std::vector<program> read_programs(const fs::path &file) {
    std::vector<program> programs;
    std::string path;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# --- ")) {
            programs.push_back({.group = file.stem().string(), .name = line.substr(6), .files = {}});
            path = initializer_path;
        } else if (line.starts_with("# +++ ")) {
            path = line.substr(6);
        } else if (!programs.empty()) {
            auto &text = programs.back().files[path];
            if (!line.empty() || !text.empty()) text += line + '\n';
        }
    }
    for (auto &made : programs)
        std::erase_if(made.files, [](auto &entry) { return entry.second.empty(); });
    return programs;
}

program with_unique_names(program given, std::size_t number) {
    auto names = defined_names(given);
    auto common = [](const std::string &name) {
        return common_names.contains(name.substr(0, name.find(':')));
    };
    given.alone = std::any_of(names.begin(), names.end(), common);
    if (given.alone) return given;
    for (auto &name : names)
        if (name.find(':') == name.npos)
            for (auto &[path, text] : given.files)
                text = renamed(text, name, "_" + std::to_string(number));
    return given;
}

std::string joined_source(const program &given) {
    std::set<std::string> seen;
    if (given.files.contains(initializer_path)) return fit_for_joining(given, initializer_path, seen);
    std::string result;
    for (auto &[path, text] : given.files)
        result += fit_for_joining(given, path, seen);
    return result;
}

std::string shown(const program &given) {
    std::string text = "# --- " + given.name + '\n';
    for (auto &[path, source] : given.files)
        text += (path == initializer_path ? "" : "# +++ " + path + '\n') + source;
    return text;
}

} // namespace differential
