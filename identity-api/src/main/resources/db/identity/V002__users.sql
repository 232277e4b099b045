CREATE TABLE users (
  id uuid CONSTRAINT pk_users PRIMARY KEY,
  tenant_id uuid CONSTRAINT fk_users_tenant REFERENCES tenants (id),
  email text NOT NULL,
  display_name text NOT NULL,
  password_hash text NOT NULL,
  roles text[] NOT NULL,
  failed_logins integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  last_login_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- platform admins, who have no tenant, are unique among themselves
  CONSTRAINT uq_users_tenant_email UNIQUE NULLS NOT DISTINCT (tenant_id, email),
  CONSTRAINT ck_users_email CHECK (email = lower(email)),
  CONSTRAINT ck_users_failed_logins CHECK (failed_logins >= 0),
  CONSTRAINT ck_users_roles CHECK (
    CASE WHEN tenant_id IS NULL THEN roles = ARRAY['PLATFORM_ADMIN']
    ELSE cardinality(roles) > 0 AND roles <@ ARRAY['TENANT_ADMIN', 'OPERATOR', 'ANALYST'] END)
);
COMMENT ON TABLE users IS 'A person who signs in with a password';
COMMENT ON COLUMN users.tenant_id IS 'Whose user it is; null for a platform admin';
COMMENT ON COLUMN users.email IS 'In lower case';
COMMENT ON COLUMN users.password_hash IS 'Argon2id with its parameters and salt, in PHC string format';
COMMENT ON COLUMN users.failed_logins IS 'Attempts since the last success or the end of a lock';
COMMENT ON COLUMN users.locked_until IS 'Until then every login is refused; null or past: open';
-- the list of a tenant's users, in order of creation
CREATE INDEX ix_users_tenant_list ON users (tenant_id, id);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON users TO identity_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
CREATE POLICY before_the_tenant_is_known ON users TO identity_lookup USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO identity_app;
GRANT SELECT, INSERT ON users TO identity_lookup;
GRANT UPDATE (failed_logins, locked_until, last_login_at) ON users TO identity_lookup;
