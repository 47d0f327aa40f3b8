#pragma once

// Part of the interpreter: calls, and what they are given.

#include <azu_session/detail/crystal/builtins.hpp>
#include <azu_session/detail/crystal/interpreter.hpp>

namespace azu_session::inline v0_1::crystal {

/// A call without a receiver.
inline value interpreter::evaluate_call(const node &part) {
    auto first = part.first == no_node ? node_kind::block : at(part.first).kind;
    if (part.text == "spawn" && first != node_kind::block && first != node_kind::argument) {
        spoil_closure({part.first, scope_, home_, {}}); // a call that another fiber makes
        return unknown(part);
    }
    if (part.text == "pointerof") give_up(part); // which changes what it points to
    if (part.text == "record" && first == node_kind::constant) {
        run_record(part);
        return make_value(value_kind::nil, here(part));
    }
    auto given = part.text == "with" ? arguments() : evaluate_arguments(part.first);
    auto block = given.block;
    if (file_ < brought_) site_ = {file_, part.begin}, site_text_ = file().text_of(part);
    try {
        return made(call_bare(part, std::move(given)), part);
    } catch (jump &left) {
        if (left.how != jump::kind::leave || !left.target || left.target != block.get()) throw;
        return std::move(left.carried);
    }
}

inline bool interpreter::compares(const node &part) {
    return part.kind == node_kind::send &&
           (part.text == "<" || part.text == "<=" || part.text == ">" || part.text == ">=" ||
            part.text == "==" || part.text == "!=" || part.text == "===");
}

/// `a < b == c`: each of them once, as far as it is needed.
inline value interpreter::evaluate_comparison(const node &part) {
    std::vector<const node *> chain;
    for (auto *one = &part; compares(*one); one = &at(one->first))
        chain.push_back(one);
    auto left = evaluate(chain.back()->first);
    value holds = make_boolean(true);
    for (auto one = chain.rbegin(); one != chain.rend(); ++one) {
        if (!holds.is_known())
            pass_over(at((*one)->last));
        else if (!is_true(holds))
            break;
        else {
            arguments given;
            auto right = evaluate((*one)->last);
            given.add(right);
            holds = send(left, (*one)->text, std::move(given), *one);
            left = std::move(right);
        }
    }
    return holds;
}

inline value interpreter::evaluate_send(const node &part) {
    if (part.text == ".." || part.text == "...") {
        std::vector<value> ends;
        ends.push_back(evaluate(part.first));
        ends.push_back(evaluate(part.last));
        auto range = make_collection(value_kind::range, std::move(ends));
        range.where = here(part);
        range.whole = part.text == "...";
        return range;
    }
    if (compares(part) && compares(at(part.first))) return evaluate_comparison(part);
    auto receiver = evaluate(part.first);
    bool done = false;
    auto special = special_send(part, receiver, done);
    if (done) return special;
    auto given = evaluate_arguments(at(part.first).next);
    if (!given.items.empty()) forget_reassigned(at(part.first), receiver);
    auto block = given.block;
    if (file_ < brought_) site_ = {file_, part.begin}, site_text_ = file().text_of(part);
    remember_match(receiver, given, part.text);
    try {
        return made(send_from(at(part.first), receiver, part.text, std::move(given), part), part);
    } catch (jump &left) {
        if (left.how != jump::kind::leave || !left.target || left.target != block.get()) throw;
        return std::move(left.carried);
    }
}

/// `$~` after a call that a method makes itself.
inline void interpreter::remember_match(const value &receiver, const arguments &given,
                                        std::string_view name) {
    bool turned = receiver.is(value_kind::regex);
    if (given.items.empty() || (!turned && !given.items[0].is(value_kind::regex))) return;
    if (file_ >= brought_ || name == "matches?" || name == "!~") return;
    auto &text = turned ? given.items[0] : receiver;
    bool exact = (name == "match" || name == "=~" || name == "===") && given.items.size() == 1;
    home_->last_match() = exact && text.is(value_kind::text)
                              ? detail::next_match(text, turned ? receiver : given.items[0], 0).data
                              : unknown();
}

/// What an object makes connections with, where it is given that as a block; else the object itself.
inline value interpreter::connection_of(const value &pool) {
    if (!pool.is(value_kind::object) ||
        !find_methods(pool.path, "__connection_url", false).candidates.empty())
        return pool;
    const closure *connects = nullptr;
    for (auto &field : pool.inside->items)
        if (field.is(value_kind::proc) && field.inside->code) connects = field.inside->code.get();
    return connects ? call_closure(*connects, {}) : pool;
}

/// Whether something has a method. Libraries give every object more that make it something else.
inline value interpreter::responds_to(const node &part, const value &self, std::string_view name) {
    if (at(part.last).kind != node_kind::literal) return unknown(part);
    for (std::string_view inherent : {"!=",           "!~",     "==",       "===",       "=~",
                                      "class",        "dup",    "hash",     "in?",       "initialize",
                                      "inspect",      "itself", "not_nil!", "object_id", "pretty_inspect",
                                      "pretty_print", "same?",  "tap",      "to_s",      "try",
                                      "unsafe_as"})
        if (name == inherent) return made(make_boolean(true), part);
    bool own = self.is(value_kind::object) && !name.starts_with("to_");
    auto found = find_methods(std::string(class_of(self)), name, false);
    bool has = !found.candidates.empty() || (!self.is(value_kind::object) && is_builtin(self.kind, name));
    if (!found.sure || (!has && !own)) return unknown(part);
    return made(make_boolean(has), part);
}

/// What takes a type, which is no value.
inline value interpreter::special_send(const node &part, const value &receiver, bool &done) {
    auto name = part.text;
    if (name == "__known?") return done = true, make_boolean(receiver.is_known());
    if (name == "__or") { // as `||`, but what cannot be told stays that
        done = true;
        return receiver.is_known() && !is_true(receiver) ? evaluate(at(part.first).next) : receiver;
    }
    if (name == "__connection") return done = true, connection_of(receiver);
    bool asks = name == "is_a?", casts = name == "as" || name == "as?";
    if ((!asks && !casts) || at(part.first).next == no_node) {
        bool responds = name == "responds_to?" && at(part.first).next != no_node && receiver.is_known();
        if (!responds) return {};
        done = true;
        auto wanted = at(at(part.first).next).text;
        return responds_to(part, receiver, wanted.substr(wanted.starts_with(':')));
    }
    done = true;
    if (!receiver.is_known()) return receiver;
    if (receiver.foreign) return casts ? receiver : unknown(part);
    auto &type = at(at(part.first).next);
    auto named = type.kind == node_kind::restriction ? type.text : file().text_of(type);
    auto holding = is_a(receiver, named, home_->within);
    if (holding < 0 && name == "as?") escape(receiver);
    if (holding < 0) return name == "as" ? receiver : unknown(part);
    if (asks) return made(make_boolean(holding == 1), part);
    if (holding == 1) return receiver;
    if (name == "as?") return make_value(value_kind::nil, here(part));
    raise("TypeCastError", unknown(part)); // with its place
}

inline value interpreter::call_bare(const node &part, arguments given) {
    auto name = part.text;
    if (name == "yield" || name == "with") {
        auto &block = home_->given.block;
        if (!block) raise("NilAssertionError", "no block");
        if (name == "yield")
            return given.known ? call_closure(*block, std::move(given.items)) : unknown_call(part, {}, given);
        auto self = evaluate(part.first);
        auto handed = evaluate_arguments(at(part.first).next);
        return call_closure(*block, std::move(handed.items), &self);
    }
    if (name == "super" || name == "previous_def")
        return call_super(part, std::move(given), part.kind == node_kind::name);
    bool written = file_ < brought_ && defined_.macros.contains(name); // which comes before any method
    if (written) give_up(part);
    bool done = false;
    auto &self = home_->self;
    if (self.is(value_kind::object)) {
        found_methods found;
        bool sure = true;
        auto *chosen = choose(self.path, name, false, given, found, sure);
        if (!sure) return unknown_call(part, self, given);
        if (chosen && replaces(*chosen, self.path)) throw undetermined{site_, site_text_};
        if (chosen) return call_method(*chosen, found.owner, self, std::move(given));
    } else if (self.is(value_kind::type)) {
        auto result = send_to_type(part, self, name, given, done);
        if (done) return result;
    } else if (self.is_known()) {
        auto found = find_methods(std::string(class_of(self)), name, false);
        bool asks = self.is(value_kind::member) && name.ends_with('?');
        if (!found.candidates.empty() || asks || is_builtin(self.kind, name))
            return send(self, name, std::move(given), &part);
    }
    auto found = find_methods({}, name, false);
    bool sure = true;
    auto *chosen = select(found, given, sure);
    if (!sure) return unknown_call(part, {}, given);
    if (chosen) return call_method(*chosen, {}, self, std::move(given));
    return call_free(part, given);
}

/// What the language itself brings along.
inline value interpreter::call_free(const node &part, arguments &given) {
    auto name = part.text;
    auto nothing = make_value(value_kind::nil, here(part));
    if (name == "require") {
        if (!given.items.empty() && given.items[0].text.find("{{") != std::string::npos) give_up(part);
        auto found = given.items.empty() ? file().required.end() : file().required.find(given.items[0].text);
        if (found != file().required.end())
            for (auto index : found->second)
                run_file(index);
        return nothing;
    }
    if (name == "raise") {
        if (given.items.empty() || !given.items[0].is_known()) raise_value(unknown(part));
        auto carried = given.items[0];
        if (!carried.is(value_kind::text)) raise_value(carried);
        raise("Exception", carried.text);
    }
    if (name == "exit" || name == "abort") throw jump{jump::kind::ended, nullptr, unknown(part)};
    if (name == "sleep") spoil_escaped(); // which runs meanwhile
    bool writes = name == "puts" || name == "print" || name == "p" || name == "pp";
    for (std::size_t i = 0; i < given.items.size() && writes; ++i)
        if (shows_itself(given.items[i])) spoil_protocol();
    bool shows = (name == "p" || name == "pp") && given.known;
    bool named = std::any_of(given.names.begin(), given.names.end(), [](auto one) { return !one.empty(); });
    if (shows && !named && given.items.size() != 1)
        return make_own(value_kind::tuple, std::move(given.items));
    if ((shows && !named) || name == "private" || name == "protected")
        return given.items.empty() ? nothing : given.items[0];
    if (name == "puts" || name == "print" || name == "sleep" || name == "include" || name == "extend")
        return nothing;
    if (name == "loop" && given.block) {
        try {
            for (;;)
                call_closure(*given.block, {});
        } catch (jump &left) {
            if (left.how != jump::kind::leave || left.target != given.block.get()) throw;
            return std::move(left.carried);
        }
    }
    if ((name == "sprintf" || name == "format") && !given.items.empty()) {
        auto form = given.items[0];
        given.items.erase(given.items.begin());
        arguments handed;
        bool all = given.items.size() == 1 &&
                   (given.items[0].is(value_kind::list) || given.items[0].is(value_kind::tuple));
        handed.add(all ? given.items[0] : make_collection(value_kind::list, std::move(given.items)));
        return send(form, "%", std::move(handed), &part);
    }
    if (name == "record" || name == "alias") return nothing;
    if (name == "__unknown") { // what the method that says so was called on and given
        escape(home_->self);
        return unknown_call(part, {}, home_->given);
    }
    if (name == "__undetermined") give_up(part);
    if (name == "__yields_whole?") return make_boolean(yields_whole(home_->given.block.get()));
    if (name == "__may_yield") {
        call_perhaps(part, home_);
        return nothing;
    }
    if (name == "__may_raise" && given.items.size() == 1) { // which a rescue may be there for
        if (rescues_ > 0 && decide(part, unknown(part))) {
            failed_outside_ = true;
            raise(given.items[0].text, "");
        }
        return nothing;
    }
    return unknown_call(part, {}, given);
}

/// Calls the block of a method that may do so once or not at all: each in a run of its own, where that makes
/// a difference.
inline void interpreter::call_perhaps(const node &part, const std::shared_ptr<context> &asked) {
    spoil_escaped();
    for (auto &item : asked->given.items)
        if (shows_itself(item)) spoil(item), spoil_protocol();
    if (!asked->given.block) return;
    const auto block = *asked->given.block;
    auto *code = &files_[block.home->file].syntax[block.code];
    bool either = decided_ && decided_->optional.contains(code);
    if (either && !decide(part, unknown(part))) return;
    auto take_both = [&] {
        if (either || (decided_ && decided_->contrary)) return;
        if (decided_) decided_->optional.insert(code);
        give_up(part);
    };
    uses_.begin_part();
    try {
        auto shown = call_closure(block, {unknown(part)});
        if (shows_itself(shown)) spoil_protocol();
    } catch (const jump &) {
        uses_.end();
        take_both();
        throw;
    }
    if (uses_.end()) take_both();
    block.home->last_match() = unknown();
}

/// Whether a block gives an Int32 whatever it is given, as `&.size` does.
inline bool interpreter::yields_whole(const closure *block) const {
    if (!block) return false;
    auto &syntax = files_[block->home->file].syntax;
    auto *made = &syntax[syntax[block->code].last];
    while (made->kind == node_kind::body && made->last != no_node)
        made = &syntax[made->last];
    for (std::string_view name : {"to_i", "size", "bytesize", "ord", "to_i32"})
        if (made->kind == node_kind::send && made->text == name) return !has_own(name);
    return false;
}

/// Whether what stands there is changed where it is kept, also if it is a struct.
inline bool interpreter::is_place(const node &part) const {
    return part.kind == node_kind::constant || is_variable(part);
}

inline bool interpreter::is_variable(const node &part) const {
    return part.kind == node_kind::name &&
           (part.text == "self" || part.text.starts_with('@') || is_variable(part.text));
}

/// `send` to what stands there. Any other struct than one at its place may be a copy or not, as the compiler
/// likes it best.
inline value interpreter::send_from(const node &origin, const value &receiver, std::string_view name,
                                    arguments given, const node &part) {
    bool passing = receiver.is(value_kind::object) && receiver.inside->copied && !is_place(origin);
    auto before = passing ? receiver.inside->changes : 0;
    auto result = send(receiver, name, std::move(given), &part);
    if (passing && receiver.inside->changes != before) spoil(receiver);
    return result;
}

} // namespace azu_session::inline v0_1::crystal
