#!/usr/bin/env bash
# Tries the .NET tool of artifacts/release on a bare Debian that has the .NET SDK and nothing else: bash deploy/try/tool.sh
# shellcheck source=bare-root
source "$(dirname "${BASH_SOURCE[0]}")/bare-root"

readonly package=$(released 'SessionGrains.*.nupkg') home=/home/viewer
readonly key=$home/.local/share/sessiongrains/operator.key
readonly sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
# What the SDK's packages for Debian depend on.
make_root libssl3,libicu72
chroot "$root" useradd --create-home viewer
mkdir -p "$root/usr/share/dotnet" "$root/packages"
cp "$package" "$root/packages"
ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
version=$(basename "$package" .nupkg)
version=${version#SessionGrains.}

readonly viewer=(--bind-ro="$sdk:/usr/share/dotnet" --user=viewer --chdir="$home" --setenv=DOTNET_CLI_TELEMETRY_OPTOUT=1 --setenv=DOTNET_NOLOGO=1)
serve() { start_container --as-pid2 "${viewer[@]}" "$home/.dotnet/tools/sessiongrains"; }
install_tool() { once "${viewer[@]}" dotnet tool install --global SessionGrains --version "$version" --source /packages || fail "the tool could not be installed."; }

from=$(now)
install_tool
say "installed in $(since "$from") s"
started=$(now)
serve
first_session 120
seconds="$(since "$started") (with its installation $(since "$from"))"
requests "$key"
sleep 5
line=$(figures '.NET tool' "$package" "$seconds" "$root$home/.dotnet/tools")
stop_container

once "${viewer[@]}" dotnet tool uninstall --global SessionGrains || fail "the tool could not be removed."
[ -s "$root${key%/*}/sessions.db" ] || fail "removal deleted the data."
install_tool
serve
still_there "$key"
say "removed and installed again: the session is still there"

echo "$line"
