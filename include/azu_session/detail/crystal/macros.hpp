#pragma once

// Simple macros, written out as the compiler writes them: what a call stands for takes its place in the text.
// Any other macro stays, and its calls cannot be told.

#include <azu_session/detail/crystal/classes.hpp>
#include <azu_session/detail/crystal/macro_writer.hpp>
#include <azu_session/detail/crystal/source.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// Names of methods that a source defines, or that the macros of the language define for it.
inline void add_method_names(const tree &syntax, std::unordered_set<std::string_view> &names) {
    for (auto &part : syntax.nodes) {
        if (part.kind == node_kind::method) names.insert(part.text.substr(part.text.rfind('.') + 1));
        if (part.kind != node_kind::call || (!declares(part.text) && part.text != "record")) continue;
        for (auto child = part.first; child != no_node; child = syntax[child].next) {
            auto target = syntax[child].kind == node_kind::assign ? syntax[child].first : child;
            auto name = syntax[target].text;
            names.insert(name.substr(name.starts_with(':')));
        }
    }
}

/// A macro with its parameters, as a method would have them.
struct macro_definition {
    std::string header; ///< a method without a body
    std::string_view body;
    int times = 0;          ///< how often it is defined
    std::string owner = {}; ///< the last name of the class or module that it is in
};

/// What the language has everywhere, and a macro in some class may be called.
inline constexpr std::array<std::string_view, 14> free_methods = {
    "require", "puts", "print", "p",     "pp",      "raise",  "exit",
    "abort",   "loop", "sleep", "spawn", "sprintf", "format", "record"};

/// Finds a program's macros and writes out their calls.
class macro_expander {
public:
    macro_expander(program &files, std::size_t most, std::unordered_set<std::string_view> methods)
        : files_(files), writer_(most), most_(most) {
        for (auto &file : files.own())
            for (auto &part : file.syntax.nodes)
                if (part.kind == node_kind::macro) define(part.text, file.text_of(part));
        for (auto &file : files.own())
            add_method_names(file.syntax, methods);
        find_constants();
        find_owners();
        std::erase_if(macros_, [&](auto &one) {
            return one.second.times != 1 || declares(one.first) || methods.contains(one.first) ||
                   std::find(free_methods.begin(), free_methods.end(), one.first) != free_methods.end();
        });
    }

    /// Calls in what is written out are written out in turn.
    void run() {
        constexpr int most_rounds = 6;
        for (auto &[module, body] : find_hooks())
            write_hook(module, body);
        for (auto &file : files_.own())
            for (int round = 0; round < most_rounds; ++round) {
                auto found = replacements_in(file);
                if (found.empty() || file.text.size() > most_) break;
                file.replace(found);
            }
    }

private:
    void find_owners() {
        for (auto &file : files_.own())
            for (auto &part : file.syntax.nodes) {
                if (part.kind != node_kind::definition || part.last == no_node) continue;
                for (auto child : file.syntax.children(part.last))
                    if (auto &inner = file.syntax[child]; inner.kind == node_kind::macro)
                        macros_[std::string(inner.text)].owner = last_part(part.text);
            }
    }

    void find_constants() {
        std::map<std::string_view, int> times;
        for (auto &file : files_.own())
            for (auto &part : file.syntax.nodes) {
                if (part.kind == node_kind::definition) ++times[part.text];
                if (part.kind != node_kind::assign || file.syntax[part.first].kind != node_kind::constant)
                    continue;
                auto name = file.syntax[part.first].text;
                auto text = file.text_of(file.syntax[part.last]);
                if (++times[name] == 1 && text.size() < 4096) writer_.constants.emplace(name, text);
            }
        std::erase_if(writer_.constants, [&](auto &one) { return times[one.first] != 1; });
    }

    void define(std::string_view name, std::string_view text) {
        auto &made = macros_[std::string(name)];
        ++made.times;
        auto begin = std::min(text.find(name, std::string_view("macro").size()), text.size());
        auto line = std::min(text.find('\n', begin), text.size());
        auto header = trimmed(text.substr(begin, line - begin));
        auto parameters = header.substr(std::min(name.size(), header.size()));
        bool whole = parameters.empty() || (parameters.starts_with('(') && parameters.ends_with(')'));
        if (!whole || line == text.size() || !text.ends_with("end") ||
            parameters.find_first_of("#;") != parameters.npos) {
            ++made.times; // not one that is followed
            return;
        }
        auto &kept = bodies_.emplace_back(text.substr(line + 1, text.size() - line - 4));
        made.body = kept;
        made.header = "def " + std::string(header) + "\nend";
        if (kept.find("require") != kept.npos) ++made.times;
    }

    /// Of each module with a plain `macro included` its code; of others none.
    std::map<std::string, std::string> find_hooks() const {
        std::map<std::string, std::string> hooks;
        std::map<std::string_view, int> times;
        for (auto &file : files_.own())
            for (auto &part : file.syntax.nodes) {
                if (may_write_include(file, part)) return {};
                if (part.kind != node_kind::definition) continue;
                auto name = last_part(part.text);
                ++times[name];
                auto body = part.last == no_node ? no_node : file.syntax[part.last].first;
                for (; body != no_node; body = file.syntax[body].next) {
                    auto &inner = file.syntax[body];
                    auto text = file.text_of(inner);
                    auto line = text.find('\n');
                    if (inner.kind != node_kind::macro || inner.text != "included" || line == text.npos)
                        continue;
                    bool plain = text.ends_with("end") && text.find("{{") == text.npos &&
                                 text.find("{%") == text.npos && text.find("\\{") == text.npos;
                    times[name] += !plain || !is_alone(file, inner);
                    hooks[std::string(name)] = text.substr(line, text.size() - line - 3);
                }
            }
        std::erase_if(hooks, [&](auto &one) { return times[one.first] != 1; });
        constexpr std::size_t most_hooks = 16; // each takes another look at all files
        if (hooks.size() > most_hooks) hooks.clear();
        return hooks;
    }

    /// Whether a macro or a loop of them may include any module, once it is written out.
    static bool may_write_include(const source &file, const node &part) {
        auto text = file.text_of(part);
        bool writes =
            part.kind == node_kind::macro || (part.kind == node_kind::loop && text.starts_with("{%"));
        return writes && text.find("include ") != text.npos;
    }

    static std::string_view last_part(std::string_view path) { return path.substr(path.rfind(':') + 1); }

    /// Puts a module's `macro included` where it is included, if that is followed everywhere.
    void write_hook(const std::string &module, const std::string &body) {
        std::vector<std::pair<source *, std::vector<source::replacement>>> changes;
        for (auto &file : files_.own()) {
            auto &parts = changes.emplace_back(&file, std::vector<source::replacement>()).second;
            for (auto &part : file.syntax.nodes) {
                bool includes =
                    part.kind == node_kind::call && part.text == "include" && part.first != no_node;
                if (includes && last_part(file.syntax[part.first].text) == module) {
                    bool whole = part.first == part.last && is_alone(file, part);
                    if (!whole || !writer_.charge(body.size())) return;
                    parts.push_back({part.end, part.end, body});
                }
                if (part.kind != node_kind::definition || last_part(part.text) != module) continue;
                for (auto child : file.syntax.children(part.last))
                    if (auto &inner = file.syntax[child];
                        inner.kind == node_kind::macro && inner.text == "included")
                        parts.push_back({inner.begin, inner.end, {}});
            }
            std::sort(parts.begin(), parts.end(), [](auto &a, auto &b) { return a.begin < b.begin; });
        }
        for (auto &[file, parts] : changes)
            if (!parts.empty() && file->text.size() < most_) file->replace(parts);
    }

    std::vector<source::replacement> replacements_in(const source &file) {
        std::vector<source::replacement> found;
        struct open {
            node_id id;
            bool statement;
        };
        std::vector<open> left = {{file.syntax.root, false}};
        while (!left.empty()) {
            auto [id, statement] = left.back();
            left.pop_back();
            auto &part = file.syntax[id];
            if (auto made = written_out(file, part, statement)) {
                found.push_back({part.begin, part.end, std::move(*made)});
                continue;
            }
            bool body = part.kind == node_kind::body;
            for (auto child = part.first; child != no_node; child = file.syntax[child].next)
                left.push_back({child, body});
        }
        std::sort(found.begin(), found.end(), [](auto &a, auto &b) { return a.begin < b.begin; });
        auto overlaps = [end = std::uint32_t{0}](auto &one) mutable {
            bool inside = one.begin < end;
            if (!inside) end = one.end;
            return inside;
        };
        found.erase(std::remove_if(found.begin(), found.end(), overlaps), found.end());
        return found;
    }

    /// Whether nothing else stands on the lines of a statement.
    static bool is_alone(const source &file, const node &part) {
        std::string_view text = file.text;
        auto before = text.substr(0, part.begin);
        while (before.ends_with(' ') || before.ends_with('\t'))
            before.remove_suffix(1);
        auto behind = text.substr(part.end);
        while (behind.starts_with(' ') || behind.starts_with('\t') || behind.starts_with('\r'))
            behind.remove_prefix(1);
        return (before.empty() || before.ends_with('\n')) &&
               (behind.empty() || behind.starts_with('\n') || behind.starts_with('#'));
    }

    std::optional<std::string> written_out(const source &file, const node &part, bool statement) {
        auto text = file.text_of(part);
        bool tagged = part.kind == node_kind::loop || part.kind == node_kind::choose;
        if (tagged && text.starts_with("{%"))
            return statement && is_alone(file, part) ? writer_.write(text, {}) : std::nullopt;
        bool of_type = part.kind == node_kind::send && part.first != no_node &&
                       file.syntax[part.first].kind == node_kind::constant;
        bool named = part.kind == node_kind::name && statement;
        bool calls = part.kind == node_kind::call || of_type || named;
        auto found = calls ? macros_.find(part.text) : macros_.end();
        if (found == macros_.end() || file.syntax.variables.contains(part.text)) return std::nullopt;
        auto &macro = found->second;
        // Another class may have a method of that name from the language, as an enum has.
        if (of_type && last_part(file.syntax[part.first].text) != macro.owner) return std::nullopt;
        bool whole = statement && is_alone(file, part);
        auto before = trimmed(std::string_view(file.text).substr(0, part.begin));
        bool hidden = before.ends_with("private") || before.ends_with("protected");
        if (hidden || (named && !whole) || !writer_.charge(text.size() + macro.header.size()))
            return std::nullopt;
        auto scope = bind(file, of_type ? file.syntax[part.first].next : part.first, macro);
        auto written = scope ? writer_.write(macro.body, *scope) : std::nullopt;
        if (!written) return std::nullopt;
        auto made = std::string(trimmed(*written));
        if (whole) return made;
        return "(" + made + (made.find_first_of("\n#") == made.npos ? ")" : "\n)");
    }

    /// What a call gives, by position and by name; nothing where that is not followed.
    struct given_values {
        std::vector<macro_value> plain;
        macro_scope named;
    };
    static std::optional<given_values> values_of(const source &file, node_id first) {
        given_values given;
        for (auto child = first; child != no_node; child = file.syntax[child].next) {
            auto &part = file.syntax[child];
            bool name = part.kind == node_kind::argument && is_plain_word(part.text);
            auto id = name ? part.first : child;
            auto text = id == no_node ? std::string_view() : file.text_of(file.syntax[id]);
            bool heredoc = text.find("<<") != text.npos;
            if (id == no_node || heredoc || !is_written_alike(file.syntax, id)) return std::nullopt;
            auto value = macro_value_of(file.syntax, id, text);
            if (name)
                given.named[std::string(part.text)] = std::move(value);
            else
                given.plain.push_back(std::move(value));
        }
        return given;
    }

    /// What the parameters stand for; nothing where that is not followed.
    static std::optional<macro_scope> bind(const source &file, node_id first, const macro_definition &macro) {
        auto given = values_of(file, first);
        auto syntax = parse(macro.header);
        auto method = syntax[syntax.root].first;
        if (!given || method == no_node || syntax[method].kind != node_kind::method) return std::nullopt;
        macro_scope scope;
        std::size_t next = 0, names = 0;
        for (auto child = syntax[method].first; child != syntax[method].last; child = syntax[child].next) {
            std::string name(syntax[child].text);
            auto extra = syntax[child].first;
            auto kind = extra == no_node ? node_kind::opaque : syntax[extra].kind;
            auto by_name = given->named.find(name);
            if (kind == node_kind::splat && syntax[extra].text == "*" && !name.empty()) {
                scope[name] = {macro_value::form::code,
                               {},
                               {given->plain.begin() + static_cast<std::ptrdiff_t>(next), given->plain.end()},
                               true};
                next = given->plain.size();
            } else if (kind == node_kind::splat || kind == node_kind::label ||
                       kind == node_kind::restriction) {
                return std::nullopt;
            } else if (by_name != given->named.end()) {
                scope[name] = by_name->second;
                ++names;
            } else if (next < given->plain.size()) {
                scope[name] = given->plain[next++];
            } else if (extra != no_node && is_written_alike(syntax, extra)) {
                auto &otherwise = syntax[extra];
                auto text =
                    std::string_view(macro.header).substr(otherwise.begin, otherwise.end - otherwise.begin);
                scope[name] = macro_value_of(syntax, extra, text);
            } else {
                return std::nullopt;
            }
        }
        if (next < given->plain.size() || names < given->named.size()) return std::nullopt;
        return scope;
    }

    program &files_;
    std::map<std::string, macro_definition, std::less<>> macros_;
    std::deque<std::string> bodies_; ///< of the macros, which outlive the texts
    macro_writer writer_;
    std::size_t most_; ///< bytes of a file
};

} // namespace detail

/// Writes out the simple macros of a program, and loops over literals. Names of methods that the libraries
/// have mean these.
inline void expand_macros(program &files, const std::vector<const source *> &libraries) {
    bool any = std::any_of(files.own().begin(), files.own().end(), [](const source &file) {
        return file.text.find("macro ") != std::string::npos || file.text.find("{%") != std::string::npos;
    });
    if (!any) return;
    std::unordered_set<std::string_view> methods;
    for (auto *library : libraries)
        detail::add_method_names(library->syntax, methods);
    std::size_t most = 262'144; // and what there is anyway
    for (auto &file : files.own())
        most += file.text.size();
    detail::macro_expander(files, most, std::move(methods)).run();
}

} // namespace azu_session::inline v0_1::crystal
