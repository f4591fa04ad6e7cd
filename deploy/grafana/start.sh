#!/bin/sh
# Starts Grafana only if a password is set. Its default password is admin.
set -eu

if [ -z "${GF_SECURITY_ADMIN_PASSWORD:-}" ]; then
    echo "Set GRAFANA_PASSWORD in .env: the password of Grafana's user admin." >&2
    exit 1
fi

exec /run.sh "$@"
