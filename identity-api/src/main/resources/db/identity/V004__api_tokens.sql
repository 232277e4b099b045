CREATE TABLE api_tokens (
  id uuid CONSTRAINT pk_api_tokens PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT fk_api_tokens_tenant REFERENCES tenants (id),
  name text NOT NULL,
  roles text[] NOT NULL,
  secret_sha256 text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT uq_api_tokens_secret UNIQUE (secret_sha256),
  CONSTRAINT ck_api_tokens_secret CHECK (secret_sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT ck_api_tokens_roles CHECK (
    cardinality(roles) > 0 AND roles <@ ARRAY['TENANT_ADMIN', 'OPERATOR', 'ANALYST'])
);
COMMENT ON TABLE api_tokens IS 'A long-lived bearer token of a tenant, for a program';
COMMENT ON COLUMN api_tokens.secret_sha256 IS 'SHA-256 of the token in lower-case hex';
COMMENT ON COLUMN api_tokens.created_by IS 'The subject of the token it was made with; may be gone';
COMMENT ON COLUMN api_tokens.expires_at IS 'Exclusive; null for never';
COMMENT ON COLUMN api_tokens.last_used_at IS 'To the minute, as identity-api was asked';
-- the list of a tenant's tokens, in order of creation
CREATE INDEX ix_api_tokens_tenant_list ON api_tokens (tenant_id, id);

ALTER TABLE api_tokens ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON api_tokens TO identity_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
CREATE POLICY before_the_tenant_is_known ON api_tokens TO identity_lookup
  USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON api_tokens TO identity_app;
GRANT UPDATE (name, roles, updated_at, expires_at, revoked_at) ON api_tokens TO identity_app;
GRANT SELECT ON api_tokens TO identity_lookup;
GRANT UPDATE (last_used_at) ON api_tokens TO identity_lookup;
