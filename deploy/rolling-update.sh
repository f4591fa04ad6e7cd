#!/bin/sh
# Updates a cluster of three nodes under load from one version to another and back, and compares what was sent with what is there (docs/compatibility.md#updates).
# Usage: deploy/rolling-update.sh OLD NEW, two tags or commits. Needs git, the .NET SDK, redis-server and haproxy. The test of NEW judges.
set -eu

if [ $# -ne 2 ]; then
    echo "Usage: $0 OLD NEW (tags or commits)" >&2
    exit 2
fi

top=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
old=$(git -C "$top" rev-parse --verify "$1^{commit}")
new=$(git -C "$top" rev-parse --verify "$2^{commit}")
work=$(mktemp -d "${TMPDIR:-/tmp}/rolling-update.XXXXXX")
trap 'for one in old new; do git -C "$top" worktree remove --force "$work/$one" 2> /dev/null || true; done; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

git -C "$top" worktree add --detach --quiet "$work/old" "$old"
git -C "$top" worktree add --detach --quiet "$work/new" "$new"
dotnet build "$work/old/src/Api" -nologo -v q
dotnet build "$work/new/tests/Faults" -nologo -v q

# First the old build, then the new one, then the old one again.
export SESSIONGRAINS_OTHER_BUILD="$work/new/artifacts/bin/SessionGrains.Api/debug" SESSIONGRAINS_FIRST_BUILD="$work/old/artifacts/bin/SessionGrains.Api/debug"
dotnet test "$work/new/tests/Faults" --no-build --nologo --filter RollingUpdateProof --logger "console;verbosity=detailed"
