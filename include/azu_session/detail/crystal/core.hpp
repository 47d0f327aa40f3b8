#pragma once

#include <azu_session/detail/crystal/core/array.hpp>
#include <azu_session/detail/crystal/core/deque.hpp>
#include <azu_session/detail/crystal/core/enumerable.hpp>
#include <azu_session/detail/crystal/core/errors.hpp>
#include <azu_session/detail/crystal/core/hash.hpp>
#include <azu_session/detail/crystal/core/indexable.hpp>
#include <azu_session/detail/crystal/core/iterator.hpp>
#include <azu_session/detail/crystal/core/numbers.hpp>
#include <azu_session/detail/crystal/core/objects.hpp>
#include <azu_session/detail/crystal/core/range.hpp>
#include <azu_session/detail/crystal/core/set.hpp>
#include <azu_session/detail/crystal/core/system.hpp>
#include <azu_session/detail/crystal/core/text.hpp>
#include <azu_session/detail/crystal/core/tuple.hpp>
#include <azu_session/detail/crystal/core/uri.hpp>

#include <string>

namespace azu_session::inline v0_1::crystal {

/// What Crystal's core library does, as far as it can be said in Crystal; the rest is in builtins.hpp.
/// `__unknown` is a method that nothing defines: what it stands for cannot be told. With `__undetermined` it
/// cannot be told how the program goes on.
inline std::string core_library() {
    std::string all;
    for (auto part :
         {core_objects, core_errors, core_enumerable, core_iterator, core_indexable, core_tuple, core_array,
          core_hash, core_set, core_deque, core_range, core_numbers, core_text, core_system, core_uri})
        all += part;
    return all;
}

} // namespace azu_session::inline v0_1::crystal
