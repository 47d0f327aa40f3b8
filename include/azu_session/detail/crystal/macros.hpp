#pragma once

#include <azu_session/detail/crystal/classes.hpp>
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

// Simple macros, written out as the compiler writes them: what a call stands for takes its place in the text.
// Any other macro stays, and its calls cannot be told.

namespace azu_session::inline v0_1::crystal {

namespace detail {

/// What a macro's variable stands for.
struct macro_value {
    enum class form { code, word, string, symbol };
    form kind = form::code;
    std::string text;
    std::vector<macro_value> items = {}; ///< of a list
    bool is_list = false;

    std::string written() const {
        return kind == form::string ? '"' + text + '"' : kind == form::symbol ? ':' + text : text;
    }
};

using macro_scope = std::map<std::string, macro_value, std::less<>>;

inline bool is_plain_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return in_name(c); });
}

inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    auto begin = std::min(text.find_first_not_of(blank), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(blank) + 1);
}

/// What stands in a program, as a macro is given it.
inline macro_value macro_value_of(const tree &syntax, node_id id, std::string_view text) {
    using enum macro_value::form;
    auto &part = syntax[id];
    bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
    if (quoted && text.find_first_of("\"\\#", 1) == text.size() - 1)
        return {string, std::string(text.substr(1, text.size() - 2))};
    bool plain = std::all_of(text.begin(), text.end(), [](char c) { return in_name(c) || c == ':'; });
    if (part.kind == node_kind::literal && text.starts_with(':') && plain && text.rfind(':') == 0)
        return {symbol, std::string(text.substr(1))};
    bool number =
        !text.empty() && text[0] >= '0' && text[0] <= '9'; // written without underscores and the like
    bool digits = text.find_first_not_of("0123456789") == text.npos;
    bool single = part.kind == node_kind::name || part.kind == node_kind::constant ||
                  (part.kind == node_kind::literal && (!number || digits));
    return {single && plain && !text.empty() && text[0] != ':' ? word : code, std::string(text)};
}

/// Whether a call has a block, or arguments without parentheses, which the compiler puts there.
inline bool is_open_call(const tree &syntax, const node &part) {
    if (part.kind == node_kind::block) return true;
    bool sent = part.kind == node_kind::send && part.first != no_node;
    bool calls = sent || part.kind == node_kind::call;
    auto first = sent ? syntax[part.first].next : part.first;
    if (!calls || first == no_node || part.text.empty() || !in_name(part.text[0])) return false;
    return part.text.data()[part.text.size()] != '(';
}

/// Whether the compiler writes an argument so that it means the same beside anything else.
inline bool is_written_alike(const tree &syntax, node_id id) {
    using enum node_kind;
    std::array known = {body,    literal, string, quoted, list,   table, constant,
                        generic, name,    call,   send,   assign, logic};
    if (std::find(known.begin(), known.end(), syntax[id].kind) == known.end()) return false;
    std::vector<node_id> left = {id};
    while (!left.empty()) {
        auto &part = syntax[left.back()];
        left.pop_back();
        if (is_open_call(syntax, part)) return false;
        for (auto child = part.first; child != no_node; child = syntax[child].next)
            left.push_back(child);
    }
    return true;
}

/// The words of `%w(a b)` or `%i(a b)`.
inline std::optional<std::vector<macro_value>> macro_words_of(std::string_view text) {
    using enum macro_value::form;
    bool words = text.starts_with("%w"), known = words || text.starts_with("%i");
    if (!known || text.size() < 4 || text.find('\\') != text.npos) return std::nullopt;
    std::vector<macro_value> found;
    for (auto rest = trimmed(text.substr(3, text.size() - 4)); !rest.empty(); rest = trimmed(rest)) {
        auto one = rest.substr(0, rest.find_first_of(" \t\r\n"));
        found.push_back({words ? string : symbol, std::string(one)});
        rest.remove_prefix(one.size());
    }
    return found;
}

/// The elements of a literal list, or of a table's keys and values in turn.
inline std::optional<std::vector<macro_value>> macro_items_of(std::string_view text, bool &pairs) {
    if (text.starts_with('%')) return macro_words_of(text);
    if (!text.starts_with('[') && !text.starts_with('{')) return std::nullopt;
    auto syntax = parse(text);
    auto text_of = [&](node_id id) {
        return text.substr(syntax[id].begin, syntax[id].end - syntax[id].begin);
    };
    std::vector<macro_value> found;
    auto first = syntax[syntax.root].first;
    if (first == no_node || syntax[first].next != no_node || text_of(first) != text) return std::nullopt;
    pairs = syntax[first].kind == node_kind::table;
    if (!pairs && syntax[first].kind != node_kind::list) return std::nullopt;
    for (auto child : syntax.children(first)) {
        auto &part = syntax[child];
        if (pairs && part.kind == node_kind::pair) {
            for (auto side : {part.first, part.last}) {
                if (!is_written_alike(syntax, side)) return std::nullopt;
                found.push_back(macro_value_of(syntax, side, text_of(side)));
            }
        } else if (pairs && part.kind == node_kind::argument && part.first != no_node &&
                   is_plain_word(part.text) && is_written_alike(syntax, part.first)) {
            found.push_back({macro_value::form::word, std::string(part.text)});
            found.push_back(macro_value_of(syntax, part.first, text_of(part.first)));
        } else if (pairs || !is_written_alike(syntax, child)) {
            return std::nullopt;
        } else {
            found.push_back(macro_value_of(syntax, child, text_of(child)));
        }
    }
    return found;
}

/// Writes out texts with `{{name.id}}` and `{% for name in list %}`.
class macro_writer {
public:
    explicit macro_writer(std::size_t most) : most_(most), steps_left_(most) {}

    /// False where it has taken too long; what is left then stays.
    bool charge(std::size_t bytes) {
        auto steps = 1 + bytes / 4;
        steps_left_ -= std::min(steps_left_, steps);
        return steps_left_ > 0;
    }

    std::map<std::string, std::string, std::less<>>
        constants; ///< what they are defined as, where that is once

    /// Nothing where a part of it is not followed.
    std::optional<std::string> write(std::string_view body, const macro_scope &scope) {
        whole_ = body;
        auto written = write_part(body, scope, 0);
        if (!written || !charge(written->size())) return std::nullopt;
        auto begin = trimmed(*written);
        bool nothing = begin.empty() || (begin[0] == '#' && parse(begin).nodes.size() < 2);
        return nothing ? "nil" : written; // and not what the statement before it gives
    }

private:
    std::optional<std::string> write_part(std::string_view body, const macro_scope &scope, int depth) {
        std::string result;
        if (!charge(body.size())) return std::nullopt;
        while (!body.empty()) {
            auto at = body.find_first_of("{\\%");
            result += body.substr(0, at);
            if (at == body.npos) break;
            body.remove_prefix(at);
            if (result.size() > most_ || depth > 8) return std::nullopt;
            if (body.starts_with("{{")) {
                auto end = body.find("}}");
                auto written = write_value(body.substr(2, end - 2), scope);
                if (end == body.npos || !written) return std::nullopt;
                result += *written;
                body.remove_prefix(end + 2);
            } else if (body.starts_with("{%")) {
                auto written = trimmed(body.substr(2, 16)).starts_with("for ")
                                   ? write_loop(body, scope, depth)
                                   : write_choice(body, scope, depth);
                if (!written) return std::nullopt;
                result += *written;
            } else if (body.starts_with("\\{") || begins_fresh_name(body)) {
                return std::nullopt;
            } else {
                result += body[0];
                body.remove_prefix(1);
            }
        }
        return result;
    }

    /// `%name`, which is another variable in each expansion.
    static bool begins_fresh_name(std::string_view text) {
        auto end =
            text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", 1);
        bool name = text[0] == '%' && text.size() > 1 && in_name(text[1]) && !is_digit(text[1]);
        return name && (end != 2 || std::string_view("([{<|").find(text[end]) == std::string_view::npos);
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    /// Whether a place of the text that is written out is within a string or the like.
    bool is_in_string(const char *place) {
        auto before = whole_.substr(0, static_cast<std::size_t>(place - whole_.data()));
        lexer tokens(before);
        while (charge(4) && tokens.next().kind != token_kind::end_of_file) {
        }
        return steps_left_ == 0 || tokens.unended();
    }

    /// `name.id.upcase`
    std::optional<std::string> write_value(std::string_view expression, const macro_scope &scope) {
        using enum macro_value::form;
        auto place = expression.data() - 2;
        expression = trimmed(expression);
        auto dot = std::min(expression.find('.'), expression.size());
        auto known = scope.find(expression.substr(0, dot));
        if (known == scope.end() || known->second.is_list) return std::nullopt;
        auto value = known->second;
        for (expression.remove_prefix(dot); !expression.empty(); expression.remove_prefix(dot)) {
            expression.remove_prefix(1);
            dot = std::min(expression.find('.'), expression.size());
            auto name = expression.substr(0, dot);
            if (value.kind == code) return std::nullopt;
            if (name == "id")
                value.kind = word;
            else if (name == "stringify" && value.kind == word)
                value.kind = string;
            else if ((name == "upcase" || name == "downcase") && is_ascii(value.text))
                for (char &c : value.text)
                    c = change_case(c, name == "upcase");
            else
                return std::nullopt;
        }
        // Within a text it matters how the compiler writes it.
        if (value.kind == code && is_in_string(place)) return std::nullopt;
        return value.written();
    }

    static bool is_ascii(std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
    }

    static char change_case(char c, bool up) {
        bool changes = up ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
        return changes ? static_cast<char>(c ^ 0x20) : c;
    }

    /// `{% for a, b in list %} … {% end %}`, which is taken from the front of the text.
    std::optional<std::string> write_loop(std::string_view &text, const macro_scope &scope, int depth) {
        auto tag = text.find("%}");
        auto words = trimmed(text.substr(2, tag - 2));
        auto in = words.find(" in ");
        if (tag == text.npos || !words.starts_with("for ") || in == words.npos) return std::nullopt;
        auto inner = text.substr(tag + 2);
        auto end = end_of_block(inner);
        if (!end || end->else_begin < end->begin) return std::nullopt;
        auto body = inner.substr(0, end->begin);
        text = inner.substr(end->end);
        auto names = words.substr(4, in - 4);
        auto comma = names.find(',');
        std::string first(trimmed(names.substr(0, comma))),
            second(comma == names.npos ? std::string_view() : trimmed(names.substr(comma + 1)));
        bool pairs = false;
        auto items = items_of(trimmed(words.substr(in + 4)), scope, pairs);
        if (!items || (pairs && second.empty())) return std::nullopt;
        std::string result;
        for (std::size_t i = 0; i < items->size(); i += pairs ? 2 : 1) {
            auto inside = scope;
            inside[first] = (*items)[i];
            if (pairs) inside[second] = (*items)[i + 1];
            if (!pairs && !second.empty()) inside[second] = {macro_value::form::word, std::to_string(i)};
            auto written = write_part(body, inside, depth + 1);
            if (!written || result.size() > most_) return std::nullopt;
            result += *written;
        }
        return result;
    }

    std::optional<std::vector<macro_value>> items_of(std::string_view list, const macro_scope &scope,
                                                     bool &pairs) {
        auto known = scope.find(list);
        auto constant = constants.find(list);
        if (known == scope.end())
            return macro_items_of(constant == constants.end() ? list : constant->second, pairs);
        if (known->second.is_list) return known->second.items;
        return charge(known->second.text.size()) ? macro_items_of(known->second.text, pairs) : std::nullopt;
    }

    /// `{% if name %} … {% else %} … {% end %}`, which is taken from the front of the text.
    std::optional<std::string> write_choice(std::string_view &text, const macro_scope &scope, int depth) {
        auto tag = text.find("%}");
        if (tag == text.npos) return std::nullopt;
        auto words = trimmed(text.substr(2, tag - 2));
        bool unless = words.starts_with("unless ");
        if (!unless && !words.starts_with("if ")) return std::nullopt;
        auto holds = condition(trimmed(words.substr(unless ? 7 : 3)), scope);
        auto inner = text.substr(tag + 2);
        auto end = end_of_block(inner);
        if (!end || !holds) return std::nullopt;
        auto otherwise = std::min(end->else_begin, end->begin);
        auto taken = *holds != unless               ? inner.substr(0, otherwise)
                     : end->else_begin < end->begin ? inner.substr(end->else_end, end->begin - end->else_end)
                                                    : std::string_view();
        text = inner.substr(end->end);
        return write_part(taken, scope, depth + 1);
    }

    /// A literal that the compiler compares by what is written.
    static bool is_plain_literal(std::string_view text) {
        bool quoted = text.size() > 1 && text[0] == '"' && text.find_first_of("\"\\#", 1) == text.size() - 1;
        bool symbol = text.starts_with(':') && is_plain_word(text.substr(1));
        bool digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
        bool number = digits && (text[0] != '0' || text.size() == 1);
        return quoted || symbol || number || text == "true" || text == "false" || text == "nil";
    }

    /// Whether a parameter is true, or equal to a literal; nothing where that is not followed.
    static std::optional<bool> condition(std::string_view words, const macro_scope &scope) {
        bool negated = words.starts_with('!');
        words.remove_prefix(negated);
        auto equals = words.find(" == "), differs = words.find(" != ");
        auto cut = std::min({equals, differs, words.size()});
        auto known = scope.find(trimmed(words.substr(0, cut)));
        if (known == scope.end() || known->second.is_list) return std::nullopt;
        auto written = known->second.written();
        if (!is_plain_literal(written)) return std::nullopt;
        if (cut == words.size()) return negated == (written == "false" || written == "nil");
        auto other = trimmed(words.substr(cut + 4));
        if (negated || !is_plain_literal(other)) return std::nullopt;
        return (written == other) == (cut == equals);
    }

    /// Where the `{% end %}` of a loop or condition is, and its `{% else %}`.
    struct block_end {
        std::size_t begin = std::string_view::npos, end = begin, else_begin = begin, else_end = begin;
    };
    static std::optional<block_end> end_of_block(std::string_view text) {
        int open = 1;
        block_end found;
        for (auto at = text.find("{%"); at != text.npos; at = text.find("{%", at + 2)) {
            auto close = text.find("%}", at);
            if (close == text.npos) break;
            auto word = trimmed(text.substr(at + 2, close - at - 2));
            bool opens = word.starts_with("for ") || word.starts_with("if ") || word.starts_with("unless ");
            bool turns = word == "else";
            if (!opens && !turns && word != "end") break; // what is not followed
            if (turns && open == 1) found.else_begin = at, found.else_end = close + 2;
            open += opens ? 1 : turns ? 0 : -1;
            found.begin = at, found.end = close + 2;
            if (open == 0) return found;
        }
        return std::nullopt;
    }

    std::string_view whole_; ///< what is written out
    std::size_t most_;       ///< bytes
    std::size_t steps_left_;
};

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
        if (part.kind == node_kind::loop && text.starts_with("{%"))
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
    std::size_t most = 65'536;
    for (auto &file : files.own())
        most += 4 * file.text.size();
    detail::macro_expander(files, most, std::move(methods)).run();
}

} // namespace azu_session::inline v0_1::crystal
