#pragma once

// Part of the evaluator: calls of what the language, the program and the shards bring.

#include <azu_session/detail/crystal/evaluator.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

inline evaluator::arguments evaluator::evaluate_arguments(node_id first) {
    arguments given;
    for (auto child = first; child != no_node; child = at(child).next) {
        auto &part = at(child);
        if (part.kind == node_kind::block) {
            given.block = child;
        } else if (part.kind != node_kind::argument) {
            given.add(evaluate(child));
        } else {
            auto item = part.first == no_node ? unknown(part) : evaluate(part.first);
            if (part.text == "**" && item.is(value_kind::table)) {
                for (std::size_t i = 0; i < item.items().size(); ++i)
                    given.add(item.items()[i], item.names()[i]);
                continue;
            }
            if (part.text.starts_with('*')) item = unknown(part);
            given.add(std::move(item), part.text);
        }
    }
    return given;
}

inline value evaluator::evaluate_name(const node &part) {
    auto found = frame_->names.find(part.text);
    if (found != frame_->names.end() && !found->second.is(value_kind::unset)) return found->second;
    return part.text.starts_with('@') ? make(value_kind::unset, part) : evaluate_call(part);
}

/// A call without a receiver.
inline value evaluator::evaluate_call(const node &part) {
    auto given = evaluate_arguments(part.first);
    auto name = part.text;
    if (name == "require" && given.items.size() == 1) {
        auto found = file().required.find(given.items[0].text);
        if (found != file().required.end())
            for (auto index : found->second)
                run_file(index);
        return make(value_kind::nil, part);
    }
    if (name == "raise" || name == "abort" || name == "exit") {
        frame_->stopped = stop::raised;
        return unknown(part);
    }
    if (name == "super" || name == "previous_def") {
        write(*frame_, "super", make_value(value_kind::object, here(part), std::move(given)));
        return unknown(part);
    }
    if (name == "configure" && frame_->within == "Session")
        return run_block(given.block, make(value_kind::configuration, part));
    for (std::string_view joint : {".", "#"}) {
        auto method = definitions_.methods.find(frame_->within + std::string(joint) + std::string(name));
        if (method != definitions_.methods.end()) return call_method(method->second, frame_->within, given);
    }
    auto method = definitions_.methods.find(name);
    if (method != definitions_.methods.end()) return call_method(method->second, {}, given);
    try_block(given.block);
    return unknown(part);
}

inline value evaluator::evaluate_send(const node &part) {
    auto receiver = evaluate(part.first);
    auto given = evaluate_arguments(at(part.first).next);
    if (!receiver.is(value_kind::choice) || receiver.items().size() > 8)
        return send(part, receiver, std::move(given));
    std::vector<value> results;
    for (auto &alternative : receiver.items())
        results.push_back(send(part, alternative, given));
    return make_choice(std::move(results));
}

inline value evaluator::send(const node &part, const value &receiver, arguments given) {
    auto method = part.text;
    if (receiver.is(value_kind::type)) return send_to_type(part, receiver, std::move(given));
    if (receiver.is(value_kind::variables)) return send_to_variables(part, given);
    if (receiver.is(value_kind::object)) return send_to_object(part, receiver, given);
    if (receiver.is(value_kind::configuration)) {
        if (method == "tap") run_block(given.block, receiver);
        auto found = attribute(method);
        return method == "tap" ? receiver : found.is(value_kind::unset) ? unknown(part) : found;
    }
    if (method == "try" && given.block != no_node)
        return receiver.is(value_kind::nil) ? receiver : run_block(given.block, receiver);
    if (auto result = operate(receiver, method, given.items, here(part))) return *result;
    try_block(given.block);
    if (receiver.is(value_kind::unknown)) return receiver;
    for (auto &item : given.items)
        if (item.is(value_kind::unknown)) return item;
    auto result = unknown(part);
    result.depend_on(receiver);
    return result;
}

inline value evaluator::send_to_variables(const node &part, const arguments &given) {
    auto key = given.items.empty() ? std::nullopt : to_text(given.items[0]);
    auto method = part.text;
    if (!key) return unknown(part);
    auto found = look_up(*key, part);
    if (found.is(value_kind::unknown)) return found;
    bool set = !found.is(value_kind::nil);
    if (method == "has_key?" || method == "key?") {
        auto result = make(value_kind::boolean, part, {}, set);
        result.depend_on(found);
        return result;
    }
    if (method == "[]?" || set) return found;
    if (method == "fetch" && (given.items.size() > 1 || given.block != no_node)) {
        auto fallback = given.items.size() > 1 ? given.items[1] : run_block(given.block, given.items[0]);
        fallback.depend_on(found);
        return fallback;
    }
    auto result = unknown(part);
    result.variables.push_back(keep(*key));
    result.missing = true;
    result.depend_on(found);
    return result;
}

inline value evaluator::send_to_type(const node &part, const value &receiver, arguments given) {
    auto method = part.text;
    std::string_view type = receiver.text;
    if (type.starts_with("::")) type.remove_prefix(2);
    if (type == "Session" && method == "configure")
        return run_block(given.block, make(value_kind::configuration, part));
    if (type == "Session" && (method == "config" || method == "configuration"))
        return make(value_kind::configuration, part);
    if (type == "Azu" && method == "env") { // what the framework takes its environment from
        auto set = look_up("CRYSTAL_ENV", part);
        if (!set.is(value_kind::text) && !set.is(value_kind::nil)) return made_unknown(set);
        auto result =
            make(value_kind::member, part, set.is(value_kind::text) ? lower_case(set.text) : "development");
        result.depend_on(set);
        return result;
    }
    for (std::string_view joint : {".", "#"}) {
        auto found = definitions_.methods.find(std::string(type) + std::string(joint) + std::string(method));
        if (found != definitions_.methods.end() && (joint == "." || method != "new"))
            return call_method(found->second, std::string(type), given);
    }
    if (type == "URI" && method == "parse" && !given.items.empty()) return given.items[0];
    if (type == "Time::Span" && (method == "new" || detail::seconds_per(method)))
        return make_span(part, given);
    if (method == "new" || method == "with_pool" || method == "open" || method == "connect" ||
        method == "provider")
        return make_object(part, receiver, std::move(given));
    if (method == "configure") {
        run_block(given.block, unknown(part));
        return unknown(part);
    }
    try_block(given.block);
    return unknown(part);
}

/// `Time::Span.new(hours: 1, minutes: 30)`, `Time::Span.new(1, 30, 0)`.
inline value evaluator::make_span(const node &part, const arguments &given) {
    double seconds = 0;
    constexpr double positional[] = {86400, 3600, 60, 1, 1e-9};
    std::size_t days_given = given.items.size() > 3 ? 0 : 1;
    for (std::size_t i = 0; i < given.items.size(); ++i) {
        auto unit = given.names[i].empty() && i + days_given < 5 ? std::optional(positional[i + days_given])
                                                                 : detail::seconds_per(given.names[i]);
        if (!given.items[i].is(value_kind::number) || !unit) return unknown(part);
        seconds += given.items[i].number * *unit;
    }
    return make(value_kind::span, part, {}, seconds);
}

inline value evaluator::make_object(const node &part, const value &type, arguments given) {
    if (is_excessive(given)) return unknown(part);
    auto block = given.block;
    auto object = make_value(value_kind::object, here(part), std::move(given));
    object.text = type.text;
    object.generic = type.generic;
    try_block(block);
    creations_.push_back({object, live_});
    return object;
}

inline value evaluator::send_to_object(const node &part, const value &receiver, const arguments &given) {
    if (part.text == "tap") {
        run_block(given.block, receiver);
        return receiver;
    }
    if (auto result = operate(receiver, part.text, given.items, here(part))) return *result;
    try_block(given.block);
    // `new` and `provider` of older versions wrap what they are called on; anything else is another matter.
    return part.text == "provider" ? receiver : unknown(part);
}

/// Runs a block that is called once, with the value that it is given.
inline value evaluator::run_block(node_id block, const value &argument) {
    if (block == no_node) return make_value(value_kind::unknown, {file_});
    auto &part = at(block);
    bool short_block = part.first == part.last && at(part.first).kind != node_kind::body &&
                       at(part.first).kind != node_kind::attempt;
    if (part.first != part.last && at(part.first).kind == node_kind::parameter)
        write(*frame_, at(part.first).text, argument);
    auto *outer = std::exchange(receiver_, short_block ? &argument : receiver_);
    auto stopped = std::exchange(frame_->stopped, stop::none);
    auto may_have_stopped = std::exchange(frame_->may_have_stopped, false);
    auto results = std::exchange(frame_->results, {});
    auto last = evaluate(part.last);
    bool raised = frame_->stopped == stop::raised;
    if (frame_->stopped == stop::none) frame_->results.push_back(std::move(last));
    auto result = make_choice(std::exchange(frame_->results, std::move(results)));
    frame_->may_have_stopped = may_have_stopped;
    frame_->stopped = raised ? stop::raised : stopped;
    receiver_ = outer;
    return result;
}

/// Runs a block of which nobody knows whether it is called.
inline void evaluator::try_block(node_id block) {
    if (block == no_node) return;
    std::vector<path> paths(1);
    paths.push_back(follow([&] { return run_block(block, make_value(value_kind::unknown, {file_})); }));
    merge(std::move(paths));
}

inline value evaluator::call_method(const location &method, const std::string &within, const arguments &given,
                                    const frame *fields) {
    called_[{method.file, method.node}] = true;
    if (frames_.size() > 4096 || calls_ >= 24) return make_value(value_kind::unknown, {method.file});
    ++calls_;
    auto outer_file = std::exchange(file_, method.file);
    auto *outer_receiver = std::exchange(receiver_, nullptr);
    auto &inner = frames_.emplace_back();
    if (fields) inner.names = fields->names;
    inner.within = within;
    auto *outer_frame = std::exchange(frame_, &inner);
    auto &part = at(method.node);
    bind(part, given);
    auto last = evaluate(part.last);
    if (inner.stopped == stop::none) inner.results.push_back(std::move(last));
    frame_ = outer_frame;
    receiver_ = outer_receiver;
    file_ = outer_file;
    --calls_;
    if (inner.stopped == stop::raised) frame_->stopped = stop::raised;
    return make_choice(std::move(inner.results));
}

/// Gives a method's parameters what it is called with.
inline void evaluator::bind(const node &method, const arguments &given) {
    std::size_t position = 0;
    for (auto child = method.first; child != method.last; child = at(child).next) {
        auto &parameter = at(child);
        auto name = parameter.text.substr(parameter.text.starts_with('@'));
        std::optional<value> bound;
        for (std::size_t i = 0; i < given.items.size() && !bound; ++i)
            if (given.names[i] == name) bound = given.items[i];
        while (!bound && position < given.items.size() && !given.names[position].empty())
            ++position;
        if (!bound && position < given.items.size()) bound = given.items[position++];
        if (!bound) bound = parameter.first == no_node ? unknown(parameter) : evaluate(parameter.first);
        write(*frame_, parameter.text, *bound);
        write(*frame_, name, std::move(*bound));
    }
}

} // namespace azu_session::inline v0_1::crystal
