#pragma once

#include <azu_session/detail/crystal/definitions.hpp>
#include <azu_session/detail/crystal/operations.hpp>
#include <azu_session/detail/crystal/source.hpp>
#include <azu_session/detail/crystal/value.hpp>
#include <azu_session/environment.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// Runs the configuration in a program as far as it can be told without running the program: literals, the
/// environment, variables, constants, methods, branches. Where a condition cannot be told, every branch is
/// followed and the outcomes are kept side by side; branches that are not taken are looked through, too.
/// Never throws for anything that a program contains; time grows with the size of the program.
class evaluator {
public:
    /// A value given to an attribute of Session's configuration, in whatever branch.
    struct assignment {
        std::string_view attribute;
        value assigned; ///< unset where evaluating it raises
        std::string_view expression;
        place where;
    };

    /// An object that was made, in whatever branch.
    struct creation {
        value object;
        bool live = false; ///< in a branch that is, or may be, taken
    };

    /// A condition that could not be told.
    struct doubt {
        std::string_view condition;
        place where;
        std::string_view missing;                ///< the variable that is not set, if that is why
        std::vector<std::string_view> variables; ///< of the environment, that it depends on
    };

    evaluator(const program &files, const environment &variables)
        : files_(files), variables_(variables), definitions_(index_definitions(files)) {
        std::size_t size = 0;
        for (auto &file : files)
            size += file.syntax.nodes.size();
        steps_left_ = 10'000 + 4 * size;
    }
    evaluator(const evaluator &) = delete;
    evaluator &operator=(const evaluator &) = delete;

    /// Runs the first file and what it requires.
    void run() { run_file(0); }

    /// Runs methods that nothing called as if they were branches not taken, so that they are looked through.
    void look_through_methods();

    /// The configuration's attribute as it is at the end; `unset` when nothing set it.
    value attribute(std::string_view name) const {
        auto found = globals_.names.find(name);
        return found == globals_.names.end() ? value() : found->second;
    }

    const std::vector<assignment> &assignments() const { return assignments_; }
    const std::vector<creation> &creations() const { return creations_; }
    const std::vector<doubt> &doubts() const { return doubts_; }
    /// Variables that conditions name.
    const std::vector<std::string_view> &decisive() const { return decisive_; }

    /// What an object was given under a parameter's name, by name or by position, or by its default.
    std::optional<value> argument(const value &object, std::string_view name);

    /// Calls a method of an object whose class the program defines, or inherits from one it defines; nothing
    /// when there is no such method.
    std::optional<value> call(const value &object, std::string_view method, const value &argument);

    /// The class of an object and what it derives from, as far as the program tells; the last may be foreign.
    std::vector<ancestor> ancestors(const value &object) const { return definitions_.ancestors(object.text); }

    /// What a constructor passed on to that of its foreign superclass.
    std::optional<value> passed_on(const value &object);

    /// Whether the program took more steps than its size allows for, so that the rest of it was left out.
    bool gave_up() const { return steps_left_ == 0; }

    std::string describe(place where) const {
        return files_[where.file].name + ":" + std::to_string(files_[where.file].line_of(where.begin));
    }

private:
    enum class stop : std::uint8_t { none, returned, raised };

    /// The variables of a file or of one call of a method.
    struct frame {
        std::unordered_map<std::string_view, value> names = {};
        std::string within = {}; ///< path of the class or module
        stop stopped = stop::none;
        bool may_have_stopped = false;
        std::vector<value> results = {}; ///< of `return` and `next`
    };

    struct arguments : contents {
        node_id block = no_node;
    };

    struct written {
        frame *owner;
        std::string_view name;
        value before;
    };
    using changes = std::map<std::pair<frame *, std::string_view>, value>;

    /// One way that a program may have gone.
    struct path {
        value result;
        changes changed;
        stop stopped = stop::none;
        bool may_have_stopped = false;
    };

    const source &file() const { return files_[file_]; }
    const node &at(node_id id) const { return file().syntax[id]; }
    place here(const node &part) const { return {file_, part.begin}; }
    std::string_view keep(std::string_view text);
    value make(value_kind kind, const node &part, std::string text = {}, double number = 0) const {
        return make_value(kind, here(part), std::move(text), number);
    }
    value unknown(const node &part) const {
        auto made = make(value_kind::unknown, part);
        made.expression = file().text_of(part);
        return made;
    }

    // evaluator_values.hpp
    void run_file(file_index index);
    value evaluate(node_id id);
    value evaluate_node(node_id id);
    value evaluate_literal(const node &part) const;
    value evaluate_string(const node &part);
    value evaluate_list(const node &part);
    value evaluate_table(const node &part);
    value evaluate_constant(const node &part);
    value evaluate_logic(const node &part);
    value evaluate_assignment(const node &part);
    value combine(const node &part, std::string_view operation, value current);
    value evaluate_assignments(const node &part);
    void assign(const node &part, value assigned);
    void assign_attribute(const node &part, const node &target, value assigned, bool raised);
    value look_up(std::string_view variable, const node &part);
    value constant_value(const std::vector<location> &places, const node &part);

    // evaluator_flow.hpp
    value evaluate_body(node_id id);
    value evaluate_rest(node_id first);
    value evaluate_branches(node_id id);
    value evaluate_maybe(const node &part);
    value evaluate_attempt(const node &part);
    value evaluate_jump(const node &part);
    std::optional<bool> holds(const node &clause, const value *subject);
    std::optional<bool> matches(const value &subject, node_id condition);
    void note_doubt(const node &condition, const value &outcome);
    void note_decisive(const value &outcome);
    void explore(node_id id);
    void write(frame &owner, std::string_view name, value assigned);
    changes roll_back(std::size_t mark);
    template <class Run>
    path follow(Run run);
    value merge(std::vector<path> paths);

    // evaluator_calls.hpp
    value evaluate_name(const node &part);
    value evaluate_call(const node &part);
    value evaluate_send(const node &part);
    value send(const node &part, const value &receiver, arguments given);
    value send_to_type(const node &part, const value &receiver, arguments given);
    value send_to_variables(const node &part, const arguments &given);
    value send_to_object(const node &part, const value &receiver, const arguments &given);
    value make_object(const node &part, const value &type, arguments given);
    arguments evaluate_arguments(node_id first);
    value run_block(node_id block, const value &argument);
    void try_block(node_id block);
    value call_method(const location &method, const std::string &within, const arguments &given,
                      const frame *fields = nullptr);
    void bind(const node &method, const arguments &given);
    value make_span(const node &part, const arguments &given);

    // evaluator_objects.hpp
    const location *find_method(const value &object, std::string_view name, std::string &within) const;
    frame construct(const value &object);

    const program &files_;
    const environment &variables_;
    definitions definitions_;
    frame globals_;           ///< attributes of the configuration
    frame changed_variables_; ///< of the environment, by the program itself
    std::deque<frame> frames_;
    std::set<std::string, std::less<>> kept_texts_;
    frame *frame_ = &globals_;
    const value *receiver_ = nullptr; ///< what `case` or a short block leaves unsaid
    file_index file_ = 0;
    std::vector<written> journal_;
    std::vector<assignment> assignments_;
    std::vector<creation> creations_;
    std::vector<doubt> doubts_;
    std::vector<std::string_view> decisive_;
    std::map<std::pair<file_index, node_id>, value> constants_; ///< those evaluated; unset while at it
    std::vector<bool> file_ran_ = std::vector<bool>(files_.size());
    std::map<std::pair<file_index, node_id>, bool> called_;
    std::size_t steps_left_ = 0;
    int depth_ = 0;
    int calls_ = 0;
    bool live_ = true; ///< false in branches that are only looked through
};

} // namespace azu_session::inline v0_1::crystal

#include <azu_session/detail/crystal/evaluator_calls.hpp>
#include <azu_session/detail/crystal/evaluator_flow.hpp>
#include <azu_session/detail/crystal/evaluator_objects.hpp>
#include <azu_session/detail/crystal/evaluator_values.hpp>
