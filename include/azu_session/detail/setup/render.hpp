#pragma once

#include <azu_session/detail/setup/template_tag.hpp>
#include <azu_session/error.hpp>

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// What a template is filled with.
struct template_values {
    std::map<std::string, std::string> variables = {};
    std::map<std::string, bool> sections = {}; ///< by whether they stand
};

/// The names as a sentence of a hint.
template <class Value>
std::string listed(std::string_view kind, const std::map<std::string, Value> &values) {
    if (values.empty()) return "There are no " + std::string(kind) + ".";
    std::string names;
    for (const auto &[name, value] : values)
        names.append(names.empty() ? " " : ", ").append(name);
    return "The " + std::string(kind) + " are" + names + ".";
}

/// Reads a template for `plain_template`.
class template_check {
public:
    template_check(std::string_view text, const template_values &values, std::string_view what)
        : text_(text), values_(values), what_(what) {}

    std::string plain() {
        std::size_t at = 0;
        while (auto tag = next_tag(text_, at)) {
            plain_ += text_.substr(at, tag->begin - at);
            take(*tag);
            at = tag->end;
        }
        if (auto left = text_.find("{{", at); left != text_.npos) refuse(left, "{{", "is never closed");
        if (!open_.empty()) refuse(text_.size(), open_.back(), "is a section that is never closed");
        return plain_ += text_.substr(at);
    }

private:
    void take(const template_tag &tag) {
        std::string name(tag.name);
        if (tag.kind == 0) {
            if (!values_.variables.count(name))
                refuse(tag.begin, name, "is no variable", listed("variables", values_.variables));
            plain_ += "{{" + name + "}}";
        } else if (tag.kind == '/') {
            close(tag);
        } else if (tag.kind != '!') {
            if (!values_.sections.count(name))
                refuse(tag.begin, name, "is no section", listed("sections", values_.sections));
            open(tag, tag.kind == '^' ? "^" + name : name);
        }
    }

    void open(const template_tag &tag, const std::string &section) {
        // It would say nothing, and mustache follows sections in each other by recursion.
        if (std::find(open_.begin(), open_.end(), section) != open_.end())
            refuse(tag.begin, section, "is a section within itself");
        open_.push_back(section);
        plain_ += "{{#" + section + "}}";
    }

    void close(const template_tag &tag) {
        if (open_.empty() || trim_inversion(open_.back()) != tag.name)
            refuse(tag.begin, tag.name, "is closed, and is not the section that is open");
        plain_ += "{{/" + open_.back() + "}}";
        open_.pop_back();
    }

    static std::string_view trim_inversion(std::string_view section) {
        return section.substr(section.starts_with('^') ? 1 : 0);
    }

    [[noreturn]] void refuse(std::size_t at, std::string_view name, std::string_view why,
                             std::string_view hint = "Correct the template.") const {
        auto lines = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
        throw error(errc::invalid,
                    {what_, " is wrong in line ", std::to_string(lines + 1), ": ", name, " ", why, "."},
                    hint);
    }

    std::string_view text_;
    const template_values &values_;
    std::string_view what_;
    std::string plain_;
    std::vector<std::string> open_;
};

/// The template with its comments gone, as are the lines of the tags that stand alone on them; `{{^x}}` has
/// become a section `^x`. Throws as `render` does.
inline std::string plain_template(std::string_view text, const template_values &values,
                                  std::string_view what) {
    return template_check(text, values, what).plain();
}

/// A section as a function: mustache would take the empty lines in front of any other, and within it.
inline kainjow::mustache::data section(bool stands) {
    return kainjow::mustache::lambda2(
        [stands](const std::string &text, const kainjow::mustache::renderer &render) {
            return stands ? render(text, false) : std::string();
        });
}

/// Fills a mustache template, without any escaping: variables, sections, inverted sections and comments;
/// there are no partials, and no other delimiters. Throws errc::invalid for a malformed template, and for a
/// variable or section that has no value, which mustache would render as nothing; `what` names the template
/// there.
inline std::string render(std::string_view text, const template_values &values,
                          std::string_view what = "A template") {
    kainjow::mustache::mustache source{plain_template(text, values, what)};
    source.set_custom_escape([](const std::string &value) { return value; });
    kainjow::mustache::data data;
    for (const auto &[name, value] : values.variables)
        data.set(name, value);
    for (const auto &[name, stands] : values.sections) {
        data.set(name, section(stands));
        data.set("^" + name, section(!stands));
    }
    return source.render(data);
}

} // namespace azu_session::inline v0_1::detail
