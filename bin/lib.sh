# shellcheck shell=bash disable=SC2034
# What every script here shares; sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}
# Built things lie outside the clone, so that a fresh clone on the same machine builds in seconds. One build at a time.
build=${GROZD_BUILD:-$cache/grozd-build}
# The Python environment of the tests in Tests/Stories.
tools=$cache/grozd-tools
cd "$root" || exit

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}
