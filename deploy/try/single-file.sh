#!/usr/bin/env bash
# Tries the single file of artifacts/release on a bare Debian: bash deploy/try/single-file.sh
# shellcheck source=bare-root
source "$(dirname "${BASH_SOURCE[0]}")/bare-root"

readonly archive=$(released 'sessiongrains-*-linux-x64.tar.gz') folder=/home/viewer/sessiongrains
readonly key=$folder/data/operator.key
make_root libssl3
chroot "$root" useradd --create-home viewer
mkdir "$root$folder"
tar --extract --gzip --directory "$root$folder" --strip-components=1 --file "$archive"
chroot "$root" chown -R viewer: "$folder"

serve() { start_container --as-pid2 --user=viewer --chdir="$folder" ./sessiongrains; }

from=$(now)
serve
first_session 120
seconds=$(since "$from")
requests "$key"
sleep 5
line=$(figures 'single file' "$archive" "$seconds" "$root$folder/sessiongrains" "$root/home/viewer/.net")

# An update puts the new file in the place of the running one, and restarts.
cp "$root$folder/sessiongrains" "$root$folder/new"
mv "$root$folder/new" "$root$folder/sessiongrains"
request --fail --output /dev/null "$server/health/ready" || fail "the server did not survive that its file was replaced."
stop_container
serve
still_there "$key"
stop_container
say "replaced while it ran and restarted: the session is still there"

once --user=viewer --chdir="$folder" ./sessiongrains cluster --silos 2 && fail "cluster --silos was not refused."
[ "$(grep -v '^Attempted to remove' "$room/once.log" | grep -c .)" = 1 ] && grep -q '^Cannot start: --silos' "$room/once.log" || fail "cluster --silos was not refused in one line."
start_container --as-pid2 --user=viewer --chdir="$folder" ./sessiongrains cluster --nodes 2
deadline=$((SECONDS + 180))
until grep -q 'Ctrl-C ends them all' "$room/container.log"; do
  [ $SECONDS -lt $deadline ] || fail "the cluster was not up within 180 s."
  kill -0 "$container" 2>/dev/null || fail "the cluster ended."
  sleep 0.2
done
first_session 60
say "a cluster of two nodes from the single file answers"
stop_container

echo "$line"
