#!/bin/sh
# Starts Grafana only with a password of its own: without one it would be admin, as everybody knows.
set -eu

if [ -z "${GF_SECURITY_ADMIN_PASSWORD:-}" ]; then
    echo "Set GRAFANA_PASSWORD in .env: it is the password of Grafana's user admin." >&2
    exit 1
fi

exec /run.sh "$@"
