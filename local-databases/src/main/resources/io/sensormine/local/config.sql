-- Prepares the config database: its roles, their passwords and a schema for each owner.
--
-- A superuser runs it inside the database. Each password is read from the session's setting
-- bootstrap.<role>_password, so set those first. Running it again, in several databases of one
-- server and at the same time is safe; the passwords given last are the ones that hold.

BEGIN;
-- Roles belong to the whole server: one bootstrap at a time, whichever database it runs in.
LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;

DO $$
DECLARE
  service text;
  role text;
  password text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  FOREACH service IN ARRAY ARRAY['identity', 'registry', 'device'] LOOP
    FOREACH role IN ARRAY ARRAY[service || '_owner', service || '_app'] LOOP
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
      EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %I',
        role, current_database(), service);
    END LOOP;
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', service, service || '_owner');
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, service || '_app');
  END LOOP;

  -- The owners of the functions (SECURITY DEFINER) that must look before a tenant is known, and of
  -- those that erase what nobody else may delete.
  FOREACH role IN ARRAY ARRAY['identity_lookup', 'device_lookup',
      'identity_eraser', 'registry_eraser', 'device_eraser'] LOOP
    service := split_part(role, '_', 1);
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I', role);
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION'
      || ' NOBYPASSRLS', role);
    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %I',
      role, current_database(), service);
    -- A migration hands a function over by ALTER FUNCTION … OWNER TO: its role must be able to
    -- become the new owner, and the new owner must be allowed to create in the schema.
    EXECUTE format('GRANT %I TO %I WITH SET TRUE, INHERIT FALSE', role, service || '_owner');
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', service, role);
  END LOOP;
END
$$;
COMMIT;
