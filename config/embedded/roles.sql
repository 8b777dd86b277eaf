-- The four roles of Groundwork. Harmless to run again. In production, run it as a superuser and set passwords:
--   groundwork_owner   owns the tables and migrates; may create the databases of the tests
--   groundwork_app     the web server: owns nothing, is held by row-level security, may not TRUNCATE
--   groundwork_worker  the worker: held by the same, and by no right to what people sign in with, nor to make accounts,
--                      cities or members; `migrate` gives it what it has (accounts/security.py)
--   groundwork_backup  reads everything, past the policies; writes nothing
-- Then make the database and, inside it, leave nobody but its owner the right to create:
--   CREATE DATABASE groundwork OWNER groundwork_owner ENCODING 'UTF8' TEMPLATE template0
--       LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8';    -- before 17: LOCALE 'C.UTF-8' alone
--   REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC;
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork_owner') THEN
        CREATE ROLE groundwork_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork_app') THEN
        CREATE ROLE groundwork_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork_worker') THEN
        CREATE ROLE groundwork_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'groundwork_backup') THEN
        CREATE ROLE groundwork_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS;
    END IF;
END
$$;
GRANT pg_read_all_data TO groundwork_backup;
-- The owner may do what these two may, so that it can end their sessions before it drops a database of the tests.
GRANT groundwork_app, groundwork_worker TO groundwork_owner;
-- The site's pages read little at a time, from disks without moving parts and memory: an index is worth more than the
-- planner of PostgreSQL thinks by itself, and a second process for one page is not.
ALTER ROLE groundwork_app SET random_page_cost = 1.1;
ALTER ROLE groundwork_app SET max_parallel_workers_per_gather = 0;
ALTER ROLE groundwork_app SET jit = off;
ALTER ROLE groundwork_worker SET random_page_cost = 1.1;
ALTER ROLE groundwork_worker SET max_parallel_workers_per_gather = 0;
ALTER ROLE groundwork_worker SET jit = off;
