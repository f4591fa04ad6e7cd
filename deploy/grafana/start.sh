#!/bin/sh
# Starts Grafana only if a password is set. Its default password is admin. The warehouse's data source and dashboard are there only if there is a warehouse.
set -eu

if [ -z "${GF_SECURITY_ADMIN_PASSWORD:-}" ]; then
    echo "Set GRAFANA_PASSWORD in .env: the password of Grafana's user admin." >&2
    exit 1
fi

if [ "${WAREHOUSE_KIND:-}" = PostgreSQL ]; then
    export GF_PATHS_PROVISIONING=/tmp/provisioning
    mkdir -p "$GF_PATHS_PROVISIONING"
    cp -R /etc/grafana/provisioning/. /etc/session-grains/warehouse/provisioning/. "$GF_PATHS_PROVISIONING"
fi

exec /run.sh "$@"
