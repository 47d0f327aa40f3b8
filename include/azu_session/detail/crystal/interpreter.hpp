#pragma once

#include <azu_session/detail/crystal/characters.hpp>
#include <azu_session/detail/crystal/classes.hpp>
#include <azu_session/detail/crystal/constant_uses.hpp>
#include <azu_session/detail/crystal/escape.hpp>
#include <azu_session/environment.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// The variables of a file, of one call of a method, or of one of a block within them.
struct scope {
    std::unordered_map<std::string_view, value> names = {};
    std::unordered_map<std::string_view, std::string_view> declared = {}; ///< types
    std::shared_ptr<scope> outer = {};
};

/// What a call is given.
struct arguments {
    std::vector<value> items = {};
    std::vector<std::string_view> names = {}; ///< of each item; empty for positional ones
    std::shared_ptr<closure> block = {};
    bool known = true; ///< false where it cannot be told how many there are

    void add(value item, std::string_view name = {}) {
        items.push_back(std::move(item));
        names.push_back(name);
    }
};

/// What code runs in: whose method it is, and what that was given.
struct context {
    value self = {};
    std::size_t within = 0;
    file_index file = 0;
    const method *running = nullptr;
    node_id code = no_node; ///< of the method or file that has the variables
    std::string owner = {}; ///< type that the method was found in
    arguments given = {};
    std::shared_ptr<value> match = {}; ///< `$~`, which blocks share with what they stand in

    value &last_match() {
        if (!match) match = std::make_shared<value>(make_value(value_kind::nil));
        return *match;
    }
};

/// Counts one level of nesting for as long as it lives.
class nested {
public:
    explicit nested(int &depth) : depth_(depth) { ++depth_; }
    nested(const nested &) = delete;
    nested &operator=(const nested &) = delete;
    ~nested() { --depth_; }

private:
    int &depth_;
};

/// A block or proc with what it sees.
struct closure {
    node_id code = no_node;
    std::shared_ptr<scope> variables;
    std::shared_ptr<context> home;
    std::shared_ptr<const value> bound = {}; ///< what `->object.name` calls its method on
    bool silent = false;                     ///< a type that it is captured with makes it give nil
};

/// What leaves code before its end.
struct jump {
    enum class kind { next, leave, give, raised, ended };
    kind how;
    const void
        *target; ///< of `leave` (a `break`) the block, of `give` (a `return`) the call; null: the innermost
    value carried;
};

/// Thrown where it cannot be told how a program goes on.
struct undetermined {
    place where;
    std::string_view expression;
    bool too_long = false;
};

/// A condition that could not be told.
struct doubt {
    std::string_view condition;
    place where;
    std::string_view missing;                ///< the variable that is not set, if that is why
    std::vector<std::string_view> variables; ///< of the environment, that it depends on
};

/// An object that was made, and with what.
struct creation {
    value object;
    arguments given;
};

/// Which way to go where that cannot be told. Without it nothing that such code could change is known.
struct choices {
    std::vector<bool> taken = {};
    std::size_t next = 0;
    bool contrary = false;                          ///< also where it can be told
    std::unordered_set<const node *> optional = {}; ///< blocks that make a difference if they are called
};

/// Runs a program as the compiler's output would: each piece exactly, or else whatever it could have changed
/// is unknown from then on. Time grows with the size of the program.
class interpreter {
public:
    interpreter(const program &files, definitions &defined, const environment &variables, choices *decided);
    interpreter(const interpreter &) = delete;
    interpreter &operator=(const interpreter &) = delete;
    ~interpreter();

    /// Runs the first file and what it requires. Throws undetermined.
    void run();

    /// How many steps it may take yet.
    std::size_t steps_left() const { return steps_left_; }
    void limit_steps(std::size_t most) { steps_left_ = std::min(steps_left_, most); }

    bool stopped() const { return stopped_; }               ///< it ended before its end
    bool failed_outside() const { return failed_outside_; } ///< what it needs was not there, as if it were so
    const value &error() const { return error_; }           ///< the exception that stopped it
    const std::vector<doubt> &doubts() const { return doubts_; }
    const std::vector<creation> &creations() const { return creations_; }       ///< in their order
    const std::vector<std::string_view> &decisive() const { return decisive_; } ///< variables in conditions

    /// The variables that are not set, without which the program stops; where they are read.
    const std::vector<std::pair<std::string_view, place>> &missing() const { return missing_; }

    /// Runs methods that nothing has called and that take nothing, as if somebody did.
    void run_uncalled();

    /// A constant of the program, evaluated where it is defined.
    value constant(std::string_view path);

    /// `receiver.name(given)`; unknown where it raises or cannot be told.
    value ask(const value &receiver, std::string_view name);

    /// The class of an object and what it derives from, by path; an empty one last where that is not known.
    const std::vector<std::string> &ancestors(std::string_view path);

    // For what the language brings along.
    [[noreturn]] void raise(std::string_view type, std::string message);
    [[noreturn]] void raise(std::string_view type, value message);
    value yield(const std::shared_ptr<closure> &block, std::vector<value> items);
    value send(const value &receiver, std::string_view name, arguments given, const node *part = nullptr);
    int case_equal(const value &pattern, const value &subject);
    bool to_text(const value &from, std::string &text, int depth = 0, bool writes = false);
    bool write(const value &from, std::string &text) { return to_text(from, text, 0, true); }
    bool inspect(const value &from, std::string &text, int depth = 0);
    value unknown() const;
    value variable(std::string_view name);
    void set_variable(std::string_view name, value assigned);
    void clear_variables() {
        uses_.change();
        changed_variables_ = {};
        cleared_ = true;
    }
    std::string_view keep(std::string_view text);
    void spoil(const value &reached);
    bool hashes_itself(const value &key);
    void escape(const value &reached);
    std::string_view class_of(const value &any) const;
    const std::vector<value> &members_of(const type &owner);
    value member_constant(std::string_view path, std::string_view name);
    value member_named(std::string_view path, std::string_view name);
    const type *find_type(std::string_view path) const;
    bool rescues() const { return rescues_ > 0; }
    void note_missing(std::string_view name);

    /// A value for somebody else: structs are copied.
    value copied(const value &given);
    void charge(std::size_t steps);
    value beside(const value &current, value given) const;
    value fitted(value given, std::string_view types, std::size_t within);
    value fitted_inside(const held_types &held, const std::vector<value> &present, const value &item);

    /// A collection or an object of which it is known what evaluates it.
    value make_own(value_kind kind, std::vector<value> items = {});

    /// A collection or object that is changed.
    void note_change(const value &changed) { uses_.change(*changed.inside); }

    /// How much has been changed until now.
    std::size_t changes() const { return uses_.changes(); }

    /// A container is given something that may hold it in turn.
    void hold(const value &container, const value &item);

private:
    friend class frame_guard;

    const source &file() const { return files_[file_]; }
    const node &at(node_id id) const { return file().syntax[id]; }
    place here(const node &part) const { return file_ >= brought_ ? site_ : place{file_, part.begin}; }
    std::string_view text_of(const node &part) const {
        return file_ >= brought_ ? site_text_ : file().text_of(part);
    }
    value made(value from, const node &part) const;
    value unknown(const node &part) const;
    [[noreturn]] void give_up(const node &part) const { throw undetermined{here(part), text_of(part)}; }
    [[noreturn]] void raise_value(value carried);
    bool decide(const node &part, const value &outcome);
    void note_doubt(const node &part, const value &outcome);
    void note_decisive(std::string_view variable);

    // interpreter_program.hpp
    bool has_core_method(const std::string &path, std::string_view name);
    void give_up_on_patches();
    void run_file(file_index index);

    // interpreter_expressions.hpp
    value evaluate(node_id id);
    value evaluate_node(node_id id, const node &part);
    value evaluate_name(const node &part);
    value evaluate_match(const node &part);
    bool is_declared(std::string_view name, std::uint32_t until);
    value evaluate_opaque(const node &part);
    value make_closure(node_id code);

    // interpreter_literals.hpp
    value evaluate_literal(const node &part);
    value evaluate_quoted(const node &part);
    std::string piece_text(const node &string, const node &piece, bool &joins) const;
    value evaluate_string(const node &part);
    value evaluate_list(const node &part);
    void hold_types(held_types &held, std::vector<value> &items, std::string_view types);
    void hold_literals(held_types &held, const std::vector<value> &items, bool literal);
    value evaluate_table(const node &part);

    // interpreter_conditions.hpp
    void forget_mistaken(const node &condition, bool holds, bool within = false);
    value evaluate_condition(node_id id);
    value evaluate_logic(const node &part);
    value evaluate_doubtful(const node &part, const value &left, std::string_view operation);

    // interpreter_constants.hpp
    std::vector<std::string> namespaces();
    value evaluate_constant(const node &part);
    value make_type(const node &part, std::string path) const;
    std::shared_ptr<context> home_at(location where, std::size_t within) const;
    value constant_value(const std::string &key);
    value constant_named(const std::string &key);

    // interpreter_statements.hpp
    value evaluate_body(const node &part);
    value evaluate_choice(const node &part);
    bool is_read_again(const node &part, const value &subject);
    int holds(const node &clause, const value *subject, value &outcome);
    int matches(const value &subject, node_id condition);
    value evaluate_loop(const node &part);
    value evaluate_attempt(const node &part);
    bool handles(const node &handler, const value &raised);
    value evaluate_jump(const node &part);
    value evaluate_assignment(const node &part);
    value evaluate_assigned(const node &part);
    value assign_through(const node &target, const value &receiver, arguments given, const value &assigned);
    void assign_local(std::string_view name, const value &assigned);
    void assign(node_id target, const value &assigned);
    value assign_all(const node &part);
    value combine(const node &part, value current, std::string_view operation);
    void run_definition(const node &part);
    void run_class_accessors(const node &part);
    void run_record(const node &part);
    void run_class_body(const std::string &path, const node &part, const node &body);

    // interpreter_arguments.hpp
    bool forget_changed(arguments &given, const std::vector<std::size_t> &changes);
    bool is_reassigned(const node &part, const value &read);
    void forget_reassigned(const node &part, value &read);
    void add_argument(node_id id, arguments &given);
    void add_splat(const value &item, bool names, arguments &given);
    arguments evaluate_arguments(node_id first);
    std::vector<value> evaluate_parts(const std::vector<node_id> &parts, bool reads_last);
    arguments evaluate_elements(node_id first);

    // interpreter_parameters.hpp
    value silenced(value proc);
    void bind(const node &method, arguments given, context &home);
    void bind_block(const node &code, std::vector<value> items);
    void bind_parameter(const node &parameter, value given);
    const mixin *declared_type(const value &self, std::string_view name);
    const value *field_of(const value &self, std::string_view name);
    value fitted_field(const value &self, std::string_view name, value given);
    value handed_to_field(const value &self, std::string_view name, const value &given);
    struct parameter_form {
        std::string_view label, splat, restriction;
        bool optional = false;
    };
    std::vector<parameter_form> parameters_of(const method &written) const;
    int takes(const value &item, std::string_view restriction, std::size_t within, bool casts);
    int accepts(const method &candidate, const arguments &given, bool casts = true);

    // interpreter_calls.hpp
    value evaluate_call(const node &part);
    value evaluate_send(const node &part);
    static bool compares(const node &part);
    value evaluate_comparison(const node &part);
    value send_from(const node &origin, const value &receiver, std::string_view name, arguments given,
                    const node &part);
    bool is_place(const node &part) const;
    bool is_variable(const node &part) const;
    value connection_of(const value &pool);
    void remember_match(const value &receiver, const arguments &given, std::string_view name);
    value responds_to(const node &part, const value &self, std::string_view name);
    value special_send(const node &part, const value &receiver, bool &done);
    value call_bare(const node &part, arguments given);
    value call_free(const node &part, arguments &given);
    bool yields_whole(const closure *block) const;

    // interpreter_sends.hpp
    value unknown_call(const node &part, const value &receiver, const arguments &given);
    const type *forwarder(const std::string &path);
    value forward(const type &owner, const value &self, std::string_view name, arguments given,
                  const node &part);
    void forget_missing(const value &item);

    // interpreter_frames.hpp
    value &shared_field(const method &accessor, const value &self, bool &sure);
    bool leaves_open(const value &self, std::string_view name, const value &field);
    value read_field(const method &accessor, const value &self);
    void write_field(const method &accessor, const value &self, const value &item);
    value call_accessor(const method &called, const std::string &owner, const value &self,
                        const arguments &given);
    static std::shared_ptr<context> home_of(const method &called, const std::string &owner,
                                            const value &self);
    value call_delegate(const method &called, const node &part, arguments given);
    value call_method(const method &called, const std::string &owner, const value &self, arguments given);
    value call_closure(const closure &called, std::vector<value> items, const value *self = nullptr);
    arguments passed_on(const method &running);
    value call_super(const node &part, arguments given, bool all);
    void call_perhaps(const node &part, const std::shared_ptr<context> &asked);

    // interpreter_methods.hpp
    struct found_methods {
        std::vector<const method *> candidates;
        std::string owner;
        bool sure = true; ///< there may be others before them
    };
    bool calls_method(const type &owner, std::string_view name);
    bool is_open(const type &owner);
    found_methods find_methods(const std::string &path, std::string_view name, bool own,
                               std::string_view after = {});
    const method *choose(const std::string &path, std::string_view name, bool own, const arguments &given,
                         found_methods &found, bool &sure);
    bool has_any_property(const std::string &path);
    bool replaces(const method &own, const std::string &path);
    std::vector<std::pair<std::string, std::string_view>> wanted_by(const method &asked);
    int compare_methods(const method &later, const method &earlier);
    bool takes_block(const method &one) const;
    const method *select(const found_methods &found, const arguments &given, bool &sure, bool casts);
    const method *select(const found_methods &found, const arguments &given, bool &sure) {
        auto *chosen = select(found, given, sure, false);
        return chosen || !sure ? chosen : select(found, given, sure, true);
    }

    // interpreter_types.hpp
    std::vector<std::string> included_at_top();
    std::string resolve_type(std::string_view path, std::size_t within);
    std::string type_at(const std::string &key);
    std::string inherited_type(std::string_view heir, std::string_view path);
    int is_a(const value &any, std::string_view types, std::size_t within);
    int is_one(const value &any, std::string_view type, std::size_t within);
    int is_within(std::string_view narrow, std::size_t its, std::string_view wide, std::size_t within);

    // interpreter_objects.hpp
    bool is_set_below(const std::string &path, std::string_view name);
    value &static_field(std::string_view name, bool &sure);
    value *find_field(cell &fields, std::string_view name);
    void set_field(cell &fields, std::string_view name, value assigned);
    void set_defaults(const std::string &path, const value &object);
    void compare_by_class(const value &object);
    void set_record(const type &owner, const value &object, const arguments &given);
    void keep_arguments(const value &object, const arguments &given);
    value construct(const node &part, const std::string &path, arguments given, bool inferred = false);
    bool infers_types() const;
    void hold_parameter(const value &made, std::string_view type);
    value send_to_type(const node &part, const value &receiver, std::string_view name, arguments given,
                       bool &done);

    // interpreter_enums.hpp
    value number_member(const type &owner, const value &number);
    value list_members(const type &owner, std::string_view wanted);
    value member_for(const type &owner, const value &given);
    value send_to_enum(const node &part, const type &owner, std::string_view name, const arguments &given,
                       bool &answered);

    // interpreter_skipped.hpp
    class skipped_code;
    bool only_asks(std::string_view name) const;
    void spoil_code(std::string_view text);
    void pass_over_block(const node &part, const closure &block, const value &result);
    std::vector<token> words_of(const closure &block);
    void leave_perhaps(const node &part, const closure &block, const std::vector<token> &words,
                       const value &result);
    void yield_perhaps(const node &part, const std::vector<token> &words, const context &home,
                       const value &result);
    value pass_over(const node &part);

    // interpreter_unknown.hpp
    class each_once;
    void spoil_name(std::string_view name, bool assigned);
    void spoil_method(std::string_view name);
    void spoil_elsewhere(location code, std::size_t within);
    void spoil_defaults();
    void spoil_protocol();
    void spoil_given(const value &given);
    bool shows_itself(const value &given);
    bool has_own_protocol(const value &object);
    void spoil_class(const std::string &path);
    void spoil_constant(std::string_view path, bool called);
    bool has_own(std::string_view name) const;
    bool answers_itself() const;
    void spoil_own(std::string_view name);
    bool is_variable(std::string_view name) const;
    void spoil_closure(const closure &reached);
    void keep_escaped(const closure &reached);
    void spoil_escaped();
    void spoil_accessor(const method &called);
    void pass_over_method(const value &receiver, std::string_view name);

    const program &files_;
    definitions &defined_;
    const environment &variables_;
    choices *decided_;
    file_index file_ = 0;
    std::shared_ptr<scope> scope_ = std::make_shared<scope>();
    std::shared_ptr<context> home_ = std::make_shared<context>();
    const value *receiver_ = nullptr; ///< what `case` or a short block leaves unsaid
    place site_;                      ///< of the call that what the library brings along is run for
    std::string_view site_text_;
    std::unordered_map<std::string, value> constants_;            ///< those evaluated; unset while at it
    std::unordered_map<std::string, std::vector<value>> members_; ///< of enumerations
    constant_uses uses_;
    std::unordered_map<std::string, std::shared_ptr<cell>> statics_; ///< class variables
    cell changed_variables_; ///< of the environment, by the program; unset for those deleted
    std::vector<bool> file_ran_;
    file_index brought_; ///< the first of the files that the library brings along
    std::unordered_map<const method *, bool> called_;
    std::unordered_map<std::string, std::vector<std::string>> ancestors_;
    std::unordered_set<const char *> spoiled_methods_; ///< by where their text is
    std::vector<std::weak_ptr<closure>> closures_;
    std::vector<value> escaped_;                    ///< what code that is not run may have kept
    std::unordered_set<std::string> escaped_names_; ///< of the types among it; empty for the environment
    std::vector<closure> escaped_closures_;         ///< those of them that change something
    std::size_t touched_ = 0;                       ///< how much has become unknown by such code
    std::vector<std::shared_ptr<cell>> holders_;    ///< that may hold themselves
    std::vector<doubt> doubts_;
    std::vector<creation> creations_;
    std::vector<std::string_view> decisive_;
    std::vector<std::pair<std::string_view, place>> missing_;
    value error_;
    std::size_t steps_left_ = 0, looked_at_ = 0;
    int depth_ = 0, rescues_ = 0, spoiling_ = 0, naming_ = 0;
    bool stopped_ = false, cleared_ = false, failed_outside_ = false;
};

/// Goes elsewhere for as long as it lives.
class frame_guard {
public:
    frame_guard(interpreter &run, std::shared_ptr<scope> variables, std::shared_ptr<context> home);
    frame_guard(const frame_guard &) = delete;
    frame_guard &operator=(const frame_guard &) = delete;
    ~frame_guard();

private:
    interpreter &run_;
    std::shared_ptr<scope> scope_;
    std::shared_ptr<context> home_;
    const value *receiver_;
    file_index file_;
    place site_;
    std::string_view site_text_;
};

} // namespace azu_session::inline v0_1::crystal
