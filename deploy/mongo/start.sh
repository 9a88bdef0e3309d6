#!/usr/bin/env bash
# MongoDB refuses a key file that others could read, and a secret's file keeps the mode it has on the host.
set -euo pipefail
install -o mongodb -g mongodb -m 0400 /run/secrets/mongo_keyfile /run/mongo/keyfile
exec docker-entrypoint.sh "$@"
