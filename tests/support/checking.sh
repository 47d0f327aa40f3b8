# Sourced by the scripts that check one thing after the other. Gives $work, a directory that is gone at the end.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

# check WHAT COMMAND...: counts whether the command succeeds; shows what it prints only where it fails.
check() {
    what=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok - $what"
        cat "$work/log"
    fi
}

# The last command of such a script.
report() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
}
