#!/bin/sh
# Run once by the postgres image: a role that owns Pathbot's database and is no superuser.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -v password="$(cat /run/secrets/pathbot_password)" <<'SQL'
CREATE ROLE pathbot LOGIN PASSWORD :'password';
CREATE DATABASE pathbot OWNER pathbot;
SQL
