#pragma once

namespace cli {

/// What `azu` exits with; part of its interface.
enum exit_status {
    done = 0,
    failed = 1, ///< failed or cancelled
    wrong_usage = 2,
    by_hand = 3,       ///< done, except what standard error names for doing by hand
    interrupted = 130, ///< stopped by Ctrl-C
};

} // namespace cli
