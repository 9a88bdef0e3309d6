#!/bin/sh
# Reads every secret setting NAME from the file that NAME_FILE names, then becomes Node, so that signals reach it.
set -eu

refuse() {
  echo "$1" >&2
  exit 78
}

for name in ADMIN_TOKEN GUILDHALL_MASTER_KEY EVENTSTORE_URL MONGODB_URL; do
  eval "value=\${$name-} file=\${${name}_FILE-}"
  unset "${name}_FILE"
  [ -n "$file" ] || continue
  [ -z "$value" ] || refuse "Both $name and ${name}_FILE are set, and only one can count: unset one of them."
  value=$(cat "$file" 2>/dev/null) || refuse "${name}_FILE names $file, which user $(id -u) cannot read."
  [ -n "$value" ] || refuse "${name}_FILE names $file, which is empty."
  export "$name=$value"
done

# shellcheck disable=SC2046 # the flags are separate words
exec node $(cat "$(dirname "$0")/../node-flags") "$@"
