#!/bin/sh
# Run once by the database's image on an empty data folder: the four roles, their passwords, and the database.
set -eu
psql --no-psqlrc -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -f "${ROLES_FILE:-/groundwork/roles.sql}"
psql --no-psqlrc -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres \
    -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" -v worker="$WORKER_PASSWORD" -v backup="$BACKUP_PASSWORD" <<'SQL'
ALTER ROLE groundwork_owner PASSWORD :'owner';
ALTER ROLE groundwork_app PASSWORD :'app';
ALTER ROLE groundwork_worker PASSWORD :'worker';
ALTER ROLE groundwork_backup PASSWORD :'backup';
CREATE DATABASE groundwork OWNER groundwork_owner ENCODING 'UTF8' TEMPLATE template0
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8';
REVOKE CONNECT ON DATABASE groundwork FROM PUBLIC;
GRANT CONNECT ON DATABASE groundwork TO groundwork_owner, groundwork_app, groundwork_worker, groundwork_backup;
\connect groundwork
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO PUBLIC;
SQL
