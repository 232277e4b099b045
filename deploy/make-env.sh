#!/bin/sh
# Writes the .env that docker-compose.yml needs, with a fresh secret for each value that
# .env.example leaves empty. Refuses to overwrite one.
#
#   deploy/make-env.sh [FILE]       default: .env beside docker-compose.yml
#
# SENSORMINE_BOOTSTRAP_EMAIL names the first platform admin; admin@example.com where it is not set.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
file=${1:-$top/.env}
if [ -e "$file" ]; then
  echo "$file exists; move it away to get a new one. The databases keep the secrets they have." >&2
  exit 1
fi

hex() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

umask 077
partial=$(mktemp "$file.XXXXXX")
trap 'rm -f "$partial"' EXIT
while IFS= read -r line; do
  case $line in
    SENSORMINE_KEY_ENCRYPTION_KEY=) value=$(head -c 32 /dev/urandom | base64) ;;
    SENSORMINE_BOOTSTRAP_EMAIL=) value=${SENSORMINE_BOOTSTRAP_EMAIL:-admin@example.com} ;;
    SENSORMINE_*=) value=$(hex) ;;
    *) value= ;;
  esac
  printf '%s%s\n' "$line" "$value"
done < "$top/.env.example" > "$partial"
# A link fails where the name exists, so that two runs at once cannot overwrite each other.
ln "$partial" "$file"
echo "Wrote $file; the first platform admin's e-mail and password are in it."
