CREATE TABLE refresh_tokens (
  id uuid CONSTRAINT pk_refresh_tokens PRIMARY KEY,
  tenant_id uuid CONSTRAINT fk_refresh_tokens_tenant REFERENCES tenants (id),
  user_id uuid NOT NULL
    CONSTRAINT fk_refresh_tokens_user REFERENCES users (id) ON DELETE CASCADE,
  family_id uuid NOT NULL,
  secret_sha256 text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT uq_refresh_tokens_secret UNIQUE (secret_sha256),
  CONSTRAINT ck_refresh_tokens_secret CHECK (secret_sha256 ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE refresh_tokens IS 'A refresh token; it works once and makes its successor';
COMMENT ON COLUMN refresh_tokens.tenant_id IS 'The user''s tenant; null for a platform admin';
COMMENT ON COLUMN refresh_tokens.family_id IS 'Shared by all that descend from one login';
COMMENT ON COLUMN refresh_tokens.secret_sha256 IS 'SHA-256 of the token in lower-case hex';
COMMENT ON COLUMN refresh_tokens.used_at IS 'When it was traded; a second use is a replay';
-- the key to the tenant, and the revocation of all that a tenant holds
CREATE INDEX ix_refresh_tokens_tenant ON refresh_tokens (tenant_id);
-- the revocation of all that a user holds
CREATE INDEX ix_refresh_tokens_user ON refresh_tokens (user_id);
-- the revocation of a family
CREATE INDEX ix_refresh_tokens_family ON refresh_tokens (family_id) WHERE revoked_at IS NULL;

ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON refresh_tokens TO identity_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
CREATE POLICY before_the_tenant_is_known ON refresh_tokens TO identity_lookup
  USING (true) WITH CHECK (true);
GRANT SELECT (id, tenant_id, user_id, family_id, created_at, expires_at, used_at, revoked_at)
  ON refresh_tokens TO identity_app;
GRANT UPDATE (revoked_at) ON refresh_tokens TO identity_app;
GRANT SELECT, INSERT ON refresh_tokens TO identity_lookup;
GRANT UPDATE (used_at, revoked_at) ON refresh_tokens TO identity_lookup;
