#!/bin/sh
# Starts Redis with one user that may do only what silos and front doors need. Arguments are passed on to Redis.
# The password is in no command line. Its hash is in a file in memory.
set -eu

# In the container, start as root to change the owner of the data folder, then continue as Redis' user.
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

# Keys: sessions, reports and their index; members of the cluster. Commands: reading and writing these, scripts, and INFO and CONFIG GET, to check durability
# settings and free memory.
umask 077
users="${TMPDIR:-/tmp}/users.acl"
{
    echo "user default off"
    echo "user session-grains on #$(printf '%s' "$REDIS_PASSWORD" | sha256sum | cut -d' ' -f1) resetchannels ~{sg:* ~session-grains/*" \
        "-@all +@read +@write +@transaction +@connection -@dangerous +eval +evalsha +script|load +script|exists +info +config|get"
} > "$users"
unset REDIS_PASSWORD
exec redis-server --aclfile "$users" "$@"
