#!/usr/bin/env bash
# Throw-away services for tests and measurements, on loopback only.
#   eval "$(tools/services.sh start DIR)"   starts what this machine has, and prints the variables that name it
#   tools/services.sh stop DIR              stops it and deletes DIR
# A PostgreSQL whose commits reach the disk: FSYNC=on tools/services.sh start DIR (slower; for measurements and faults).
set -euo pipefail

action=${1:?start or stop} folder=$(realpath -m "${2:?a folder}")
root=$(cd "$(dirname "$0")/.." && pwd)
binaries=$(for found in "$(command -v pg_ctl || true)" /usr/lib/postgresql/*/bin/pg_ctl; do
  [ -x "$found" ] && dirname "$(readlink -f "$found")" && break
done || true)

as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_postgres() {
  [ -n "$binaries" ] || { echo "No PostgreSQL here: its tests will be skipped." >&2; return; }
  local port durable=${FSYNC:-off}
  port=$(free_port)
  mkdir -p "$folder/postgres"
  [ "$(id -u)" != 0 ] || { chmod 711 "$folder" && chown postgres "$folder/postgres"; }
  as_postgres "$binaries/initdb" -D "$folder/postgres/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$folder/initdb.log"
  as_postgres "$binaries/pg_ctl" -D "$folder/postgres/data" -w -l "$folder/postgres/log" start -o "-p $port \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=$durable -c synchronous_commit=$durable \
    -c full_page_writes=$durable -c max_connections=200" >"$folder/start.log"
  # Row-level security does not bind a superuser, so nothing is tested as one.
  as_postgres "$binaries/psql" -q -h 127.0.0.1 -p "$port" -U postgres -d postgres -c 'CREATE ROLE pathbot LOGIN CREATEDB' \
    -c 'CREATE DATABASE pathbot OWNER pathbot'
  echo "export PATHBOT_TEST_POSTGRES=postgresql+psycopg://pathbot@127.0.0.1:$port/pathbot"
}

start_chroma() {
  local python=$root/.venv/bin/python port
  "$python" -c 'import chromadb' 2>/dev/null || { echo "No Chroma here: the test of its server will be skipped." >&2; return; }
  port=$(free_port)
  mkdir -p "$folder/chroma"
  # The module, not the script beside it: that is missing where packages are shared.
  ANONYMIZED_TELEMETRY=False "$python" -c 'from chromadb.cli.cli import app; app()' run --path "$folder/chroma" --host 127.0.0.1 --port "$port" \
    >"$folder/chroma.log" 2>&1 &
  echo $! >"$folder/chroma.pid"
  echo "export PATHBOT_TEST_CHROMA=http://127.0.0.1:$port"
}

case $action in
  start)
    mkdir -p "$folder"
    start_postgres
    start_chroma
    ;;
  stop)
    [ ! -d "$folder/postgres/data" ] ||
      as_postgres "$binaries/pg_ctl" -D "$folder/postgres/data" -m immediate -w stop >/dev/null || true
    [ ! -f "$folder/chroma.pid" ] || kill "$(cat "$folder/chroma.pid")" 2>/dev/null || true
    rm -rf "$folder"
    ;;
  *) echo "Say start or stop." >&2 && exit 2 ;;
esac
