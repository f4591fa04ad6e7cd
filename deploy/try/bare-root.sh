# Sourced by the scripts beside it: a machine with nothing on it, and the README's requests. It is a root made by debootstrap, in a container of systemd-nspawn:
# no SDK, no repository, no caches, and no network but loopback. Whatever happens, nothing of it is left but the downloaded packages, in artifacts/try.
# shellcheck shell=bash
set -euo pipefail
readonly repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly release=${RELEASE:-$repository/artifacts/release} cache=$repository/artifacts/try
readonly room=$(mktemp -d /var/tmp/sessiongrains-try.XXXXXX)
readonly root=$room/root server=http://localhost:8080
container='' leader=''

fail() {
  echo "FAILED: $1" >&2
  for log in "$room"/*.log; do
    [ ! -s "$log" ] || { echo "--- ${log##*/}"; tail -n 20 "$log"; } >&2
  done
  exit 1
}

leave() {
  stop_container
  rm -rf --one-file-system "$room"
}
trap leave EXIT
trap 'exit 1' INT TERM

say() { printf '%5.1f s  %s\n' "$(since "$begun")" "$1"; }
now() { date +%s%N; }
since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", (to - from) / 1e9 }'; }
readonly begun=$(now)

[ "$(id -u)" = 0 ] || fail "this needs root, for debootstrap and systemd-nspawn."
for program in debootstrap systemd-nspawn nsenter curl; do
  command -v "$program" >/dev/null || fail "there is no $program (Debian, Ubuntu: apt-get install debootstrap systemd-container util-linux curl)."
done

# released PATTERN: the one file that was released under this name.
released() {
  local files
  mapfile -t files < <(find "$release" -maxdepth 1 -type f -name "$1")
  [ ${#files[@]} = 1 ] || fail "$release has ${#files[@]} files $1: run deploy/release.sh."
  echo "${files[0]}"
}

# make_root PACKAGE,...: Debian with the essential packages and these.
make_root() {
  local stored
  stored=$cache/bookworm-${1//,/-}.tar
  mkdir -p "$cache" "$root"
  if [ ! -f "$stored" ]; then
    debootstrap --variant=minbase --include="$1" bookworm "$root" >"$room/debootstrap.log" 2>&1 || fail "debootstrap made no root."
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
    tar --create --directory "$root" --file "$stored.new" .
    mv "$stored.new" "$stored"
  else
    tar --extract --directory "$root" --file "$stored"
  fi
  say "a root with $1: $(du -sm "$root" | cut -f1) MB"
}

# start_container ARGUMENT...: systemd-nspawn's arguments after the root.
start_container() {
  systemd-nspawn --quiet --directory="$root" --register=no --keep-unit --private-network --console=pipe "$@" </dev/null >"$room/container.log" 2>&1 &
  container=$!
  until leader=$(cat "/proc/$container/task/$container/children" 2>/dev/null) && leader=${leader%% *} && [ -n "$leader" ] && loopback_is_up; do
    kill -0 "$container" 2>/dev/null || fail "the container ended."
    sleep 0.05
  done
}

loopback_is_up() { nsenter --target "$leader" --net ip -o address show lo 2>/dev/null | grep -q 127.0.0.1; }

stop_container() {
  [ -n "$container" ] || return 0
  kill -TERM "$container" 2>/dev/null || true
  wait "$container" 2>/dev/null || true
  container='' leader=''
}

# inside COMMAND...: as root in the running container.
inside() { nsenter --target "$leader" --mount --uts --ipc --net --pid --root --wd=/ env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C "$@"; }

# From this machine's curl, in the container's network.
request() { nsenter --target "$leader" --net curl --silent --max-time 20 --noproxy '*' "$@"; }

start_session() {
  request --output /dev/null --write-out '%{http_code} %header{location}' "$server/api/v1/sessions" --data '{"eventType":"sessionStart","playerTime":{"playhead":0,"ts":'"$(date +%s000)"'},
    "params":{"media.id":"film-7","media.length":5400,"media.contentType":"vod","media.playerName":"web","media.channel":"films",
    "analytics.trackingServer":"example.com","analytics.reportSuite":"suite","visitor.marketingCloudOrgId":"org"}}' || true
}

# first_session: waits for the first 201 and keeps the session in $session; $1 seconds at most.
first_session() {
  local answer deadline=$((SECONDS + $1))
  until answer=$(start_session) && [ "${answer%% *}" = 201 ]; do
    [ $SECONDS -lt $deadline ] || fail "no 201 within $1 s: $answer"
    kill -0 "$container" 2>/dev/null || fail "the container ended."
    sleep 0.05
  done
  session=$server${answer#* }
}

# read_session KEY_FILE: with the key that the server made.
read_session() {
  [ -s "$root$1" ] || fail "there is no key in $1."
  request --fail --header "Authorization: Bearer $(cat "$root$1")" "$session" || fail "the session could not be read."
}

# requests KEY_FILE: the other two requests of the README.
requests() {
  local code
  code=$(request --output /dev/null --write-out '%{http_code}' "$session/events" --data '{"eventType":"play","playerTime":{"playhead":0,"ts":'"$(date +%s000)"'}}')
  [ "$code" = 204 ] || fail "the event got $code instead of 204."
  [ "$(request --output /dev/null --write-out '%{http_code}' "$session")" = 401 ] || fail "the session was read without a key."
  read_session "$1" | grep -q '"state":"playing"' || fail "the session is not playing."
  request --fail --output /dev/null "$server/" || fail "there is no live page."
  say "201, 204, the session read with the key, and the live page"
}

# still_there KEY_FILE: what was stored can be read.
still_there() {
  local deadline=$((SECONDS + 120))
  until [ "$(request --output /dev/null --write-out '%{http_code}' "$server/health/ready")" = 200 ]; do
    [ $SECONDS -lt $deadline ] || fail "it was not ready within 120 s."
    sleep 0.1
  done
  read_session "$1" | grep -q '"received":2' || fail "the session has not the two events it was sent."
}

# MB that the largest process has resident.
resident() { inside sh -c 'cat /proc/[0-9]*/status 2>/dev/null' | awk '/^VmRSS/ && $2 > most { most = $2 } END { printf "%.0f", most / 1024 }'; }
megabytes() { du --summarize --apparent-size --block-size=1 --total "$@" | awk 'END { printf "%.1f", $1 / 1e6 }'; }

# figures FORM DOWNLOAD SECONDS INSTALLED...: one line, in MB of 10^6 bytes; resident in MiB.
figures() {
  local form=$1 download=$2 seconds=$3
  shift 3
  echo "$form: download $(megabytes "$download") MB, disk $(megabytes "$@") MB, first 201 after $seconds s, resident $(resident) MiB"
}
