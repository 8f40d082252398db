#!/bin/sh
# Makes the passwords of compose.yaml beside it, once: sudo sh make-secrets.sh
# Compose mounts a file with the owner it has here, so each belongs to the user who reads it inside: 999 is `postgres` in
# the postgres image, 10001 is `pathbot` in ours. libpq ignores a pgpass that anybody else may read.
set -eu
cd "$(dirname "$0")"
[ ! -e pgpass ] || { echo "pgpass is there already: nothing was changed." >&2; exit 1; }
umask 077
password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
password >postgres-password
password >pathbot-password
printf 'postgres:5432:pathbot:pathbot:%s\n' "$(cat pathbot-password)" >pgpass
chown 999 postgres-password pathbot-password
chown 10001 pgpass
