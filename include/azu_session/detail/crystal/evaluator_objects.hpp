#pragma once

// Part of the evaluator: what a finished run tells about an object.

#include <azu_session/detail/crystal/evaluator.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::crystal {

inline const location *evaluator::find_method(const value &object, std::string_view name,
                                              std::string &within) const {
    for (auto &type : ancestors(object)) {
        auto found = definitions_.methods.find(type.path + "#" + std::string(name));
        if (found == definitions_.methods.end()) continue;
        within = type.path;
        return &found->second;
    }
    return nullptr;
}

/// The variables of an object's constructor as they are at its end, its instance variables among them.
inline evaluator::frame evaluator::construct(const value &object) {
    std::string within;
    auto *constructor = find_method(object, "initialize", within);
    if (!constructor) return {};
    auto before = frames_.size();
    call_method(*constructor, within, {object.inside ? *object.inside : contents(), no_node});
    return frames_.size() > before ? frames_[before] : frame();
}

inline std::optional<value> evaluator::argument(const value &object, std::string_view name) {
    if (auto *named = object.find(name)) return *named;
    std::string within;
    if (!find_method(object, "initialize", within)) return std::nullopt;
    auto variables = construct(object);
    for (auto &spelling : {std::string(name), "@" + std::string(name)})
        if (auto found = variables.names.find(spelling); found != variables.names.end()) return found->second;
    return std::nullopt;
}

inline std::optional<value> evaluator::passed_on(const value &object) {
    auto variables = construct(object);
    auto found = variables.names.find("super");
    if (found == variables.names.end()) return std::nullopt;
    return found->second;
}

inline std::optional<value> evaluator::call(const value &object, std::string_view method,
                                            const value &argument) {
    std::string within;
    auto *found = find_method(object, method, within);
    if (!found) return std::nullopt;
    auto fields = construct(object);
    arguments given;
    given.add(argument);
    return call_method(*found, within, given, &fields);
}

inline void evaluator::look_through_methods() {
    live_ = false;
    for (auto &[name, method] : definitions_.methods) {
        if (called_.contains({method.file, method.node})) continue;
        auto mark = journal_.size();
        auto cut = name.find_last_of(".#");
        call_method(method, cut == name.npos ? std::string() : name.substr(0, cut), {});
        roll_back(mark);
    }
}

} // namespace azu_session::inline v0_1::crystal
