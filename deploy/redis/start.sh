#!/bin/sh
# Starts Redis with one user, who may do what the silos and front doors do and nothing else. The arguments are Redis' own.
# The password stands in no command line; its hash is in a file in memory.
set -eu

# In its container it begins as root, for as long as it takes to make the folder of the data its own.
if [ "$(id -u)" = 0 ] && [ -d /data ]; then
    [ "$(stat -c %U /data)" = redis ] || chown -R redis:redis /data
    exec setpriv --reuid=redis --regid=redis --clear-groups --inh-caps=-all /bin/sh "$0" "$@"
fi

case "${REDIS_PASSWORD:-}" in
    "" | *[!A-Za-z0-9_-]*)
        echo "Set REDIS_PASSWORD in .env to letters and digits: openssl rand -hex 32" >&2
        exit 1
        ;;
esac

# Keys: sessions, reports and their index; members of the cluster. Commands: what reads and writes these, scripts, and what a client asks about the
# server: how it keeps its promise, and how full it is.
umask 077
users="${TMPDIR:-/tmp}/users.acl"
{
    echo "user default off"
    echo "user session-grains on #$(printf '%s' "$REDIS_PASSWORD" | sha256sum | cut -d' ' -f1) resetchannels ~{sg:* ~session-grains/*" \
        "-@all +@read +@write +@transaction +@connection -@dangerous +eval +evalsha +script|load +script|exists +info +config|get"
} > "$users"
unset REDIS_PASSWORD
exec redis-server --aclfile "$users" "$@"
