#!/bin/sh
# Writes the operator key to a file and starts Prometheus. Its configuration can take the key only from a file: it expands no variables, and docker-compose 1
# has no secrets from the environment. /tmp is in memory.
set -eu

if [ -z "${OPERATOR_API_KEY:-}" ]; then
    echo "Set OPERATOR_API_KEY in .env: Prometheus needs it to read the nodes' metrics." >&2
    exit 1
fi

umask 077
printf '%s' "${READ_KEY:-$OPERATOR_API_KEY}" > /tmp/operator-key
unset OPERATOR_API_KEY READ_KEY
exec /bin/prometheus --config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/prometheus --storage.tsdb.retention.time=30d
