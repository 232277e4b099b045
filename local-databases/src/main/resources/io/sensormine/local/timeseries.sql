-- Prepares the time-series database: TimescaleDB, its roles, their passwords and two schemas:
-- telemetry for the tables and query for the views, the only things that the reader may read.
--
-- A superuser runs it inside the database. Each password is read from the session's setting
-- bootstrap.<role>_password, so set those first. Running it again, in several databases of one
-- server and at the same time is safe; the passwords given last are the ones that hold.

BEGIN;
-- Roles belong to the whole server: one bootstrap at a time, whichever database it runs in.
LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;

CREATE EXTENSION IF NOT EXISTS timescaledb SCHEMA public;

DO $$
DECLARE
  role text;
  password text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  FOREACH role IN ARRAY ARRAY['telemetry_owner', 'telemetry_writer', 'telemetry_reader'] LOOP
    password := current_setting('bootstrap.' || role || '_password');
    IF password = '' THEN
      RAISE EXCEPTION 'bootstrap.%_password is empty', role;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I', role);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION'
      || ' NOBYPASSRLS PASSWORD %L', role, password);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
    -- TimescaleDB's functions live in public.
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role);
  END LOOP;
  CREATE SCHEMA IF NOT EXISTS telemetry AUTHORIZATION telemetry_owner;
  CREATE SCHEMA IF NOT EXISTS query AUTHORIZATION telemetry_owner;
  -- The owner of the functions (SECURITY DEFINER) that erase what nobody else may delete.
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'telemetry_eraser') THEN
    CREATE ROLE telemetry_eraser;
  END IF;
  ALTER ROLE telemetry_eraser NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  GRANT telemetry_eraser TO telemetry_owner WITH SET TRUE, INHERIT FALSE;
  GRANT USAGE, CREATE ON SCHEMA telemetry TO telemetry_eraser;
  GRANT USAGE ON SCHEMA public TO telemetry_eraser;
  GRANT USAGE ON SCHEMA telemetry TO telemetry_writer;
  GRANT USAGE ON SCHEMA query TO telemetry_reader;
  EXECUTE format('ALTER DATABASE %I SET search_path = telemetry, public', current_database());
  EXECUTE format('ALTER ROLE telemetry_reader IN DATABASE %I SET search_path = query, public',
    current_database());
END
$$;
COMMIT;
