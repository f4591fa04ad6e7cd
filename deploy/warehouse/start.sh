#!/bin/sh
# Starts PostgreSQL only if nodes export to it and both passwords are set. Arguments are passed on to PostgreSQL.
set -eu

if [ "${WAREHOUSE_KIND:-}" != PostgreSQL ]; then
    echo "Set WAREHOUSE_KIND=PostgreSQL in .env: without it, nodes write nothing to this database." >&2
    exit 1
fi

# Goes into a connection string, and a short one could be guessed.
check() {
    case "$2" in
        *[!A-Za-z0-9]*) ;;
        ??????????????????????*) return ;;
    esac
    echo "Set $1 in .env to letters and digits, at least 22: openssl rand -hex 32" >&2
    exit 1
}

check WAREHOUSE_PASSWORD "${WAREHOUSE_PASSWORD:-}"
check WAREHOUSE_READ_PASSWORD "${WAREHOUSE_READ_PASSWORD:-}"

# Nobody needs the superuser's password: in the container, psql -U postgres needs none, and from the network nobody gets in with it.
POSTGRES_PASSWORD="$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')"
export POSTGRES_PASSWORD
exec docker-entrypoint.sh postgres "$@"
