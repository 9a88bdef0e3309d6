#!/usr/bin/env bash
# Makes random secrets for docker-compose.yml in ./secrets, or in the folder that is named. Existing secrets stay
# as they are. The folder is closed to other users; the files in it must be readable, because Compose hands them to the
# containers with the owner and the mode that they have here.
set -euo pipefail
umask 077
folder=${1:-$(dirname "$0")/../secrets}
mkdir -p "$folder"
chmod 700 "$folder"

# keep <name>: what comes in becomes the secret, unless there is one.
keep() {
  local file=$folder/$1 value
  value=$(cat)
  if [ -e "$file" ]; then
    echo "$1: kept"
    return
  fi
  printf '%s\n' "$value" >"$file.new"
  chmod 444 "$file.new"
  mv "$file.new" "$file"
  echo "$1: made"
}

hex() { openssl rand -hex "$1"; }

hex 24 | keep admin_token
openssl rand -base64 32 | keep master_key
hex 24 | keep mongo_root_password
hex 24 | keep mongo_password
openssl rand -base64 564 | tr -d '\n' | keep mongo_keyfile
echo "mongodb://guildhall:$(cat "$folder/mongo_password")@mongo:27017/?replicaSet=rs0&authSource=guildhall" | keep mongodb_url
echo 'esdb://eventstore:2113?tls=false' | keep eventstore_url
