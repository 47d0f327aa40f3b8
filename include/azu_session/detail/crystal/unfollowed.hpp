#pragma once

#include <string_view>

namespace azu_session::inline v0_1::crystal {

/// Names of methods that a type of the core library has, and of which nothing else is known.
struct unfollowed_methods {
    std::string_view path, names;
};

inline constexpr unfollowed_methods unfollowed[] = {
    {"Char", " ascii_control? ascii_whitespace? control? dump hex? mark? printable? unicode_escape "},
    {"String", " ascii_only? byte_at byte_at? byte_index byte_slice? codepoint_at dump dump_unquoted"
               " each_codepoint hexbytes hexbytes? interpolation scrub to_slice to_unsafe unicode_normalized?"
               " valid_encoding? "},
    {"Number",
     " additive_identity humanize humanize_bytes multiplicative_identity prefix_index significant "},
    {"Int", " bit bit_length bits bits_set? from_io leading_zeros_count modulo new! popcount rotate_left"
            " rotate_right round_away round_even to_io trailing_zeros_count "},
    {"Float",
     " finite? from_io infinite? modulo nan? new! next_float prev_float round_away round_even to_io "},
    {"Enumerable", " cycle each_cons_pair minmax? minmax_by? minmax_of minmax_of? tally_by zip? "},
    {"Indexable", " bsearch bsearch_index cartesian_product combinations each_cartesian each_combination"
                  " each_permutation each_repeated_combination equals? map_with_index! permutations"
                  " repeated_combinations shuffle! swap unstable_sort! unstable_sort_by! "},
    {"Iterator",
     " chain chunk cons cons_pair cycle slice slice_after slice_before slice_when stop with_object "},
    {"Array", " additive_identity each_product each_repeated_permutation remaining_capacity"
              " repeated_permutations to_unsafe truncate unstable_sort unstable_sort! unstable_sort_by"
              " unstable_sort_by! "},
    {"Deque", " additive_identity "},
    {"Hash", " compare_by_identity first_value? last_key? last_value? rehash "},
    {"Tuple", " at from types "},
    {"Set", " additive_identity compare_by_identity compare_by_identity? "},
    {"Range", " cycle "},
    {"Proc", " arity closure? partial pointer "},
    {"Regex", " capture_count error? escape match_at_byte_index matches_at_byte_index? "},
    {"Path", " anchor drive drive_and_root each_parent each_part ends_with_separator? expand home native?"
             " normalize parents posix? relative_to relative_to? root separators sibling to_kind to_native"
             " to_posix to_uri to_windows windows windows? "},
    {"File", " chmod chown copy delete? directory? executable? exists? expand_path file? info info? link"
             " match? read_at read_lines readable? readlink real_path rename same_content? symlink symlink?"
             " touch truncate utime writable? "},
    {"Dir",
     " cd children close current delete? each_child entries exists? info mkdir mkdir_p rewind tempdir "},
    {"URI", " default_port normalize normalize! relativize resolve "},
    {"Time", " at_beginning_of_minute at_beginning_of_second at_beginning_of_week at_end_of_minute"
             " at_end_of_quarter at_end_of_second at_end_of_semester at_end_of_week at_midday calendar_week"
             " date day_of_week day_of_year days_in_month days_in_year leap_year? local local? monotonic"
             " month offset parse! time_of_day to_local to_local_in to_rfc to_unix to_unix_f to_unix_ms"
             " to_utc unix unix_ms utc utc? week_date year zone "},
    {"Time::Span", " additive_identity ago from_now month months total_microseconds year years "},
};

} // namespace azu_session::inline v0_1::crystal
