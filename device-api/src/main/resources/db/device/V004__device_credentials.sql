CREATE TABLE device_credentials (
  id uuid CONSTRAINT pk_device_credentials PRIMARY KEY,
  tenant_id uuid NOT NULL,
  device_id uuid,
  name text,
  secret_sha256 text NOT NULL,
  not_before timestamptz,
  not_after timestamptz,
  first_used_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  CONSTRAINT uq_device_credentials_secret UNIQUE (secret_sha256),
  CONSTRAINT fk_device_credentials_device FOREIGN KEY (tenant_id, device_id)
    REFERENCES devices (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT ck_device_credentials_secret CHECK (secret_sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT ck_device_credentials_gateway_name CHECK (device_id IS NOT NULL OR name IS NOT NULL),
  CONSTRAINT ck_device_credentials_period CHECK (not_before < not_after)
);
COMMENT ON TABLE device_credentials IS
  'One secret by which a device, or a gateway of the tenant, signs in; several live at once';
COMMENT ON COLUMN device_credentials.device_id IS 'The device that it speaks for; null for a gateway''s';
COMMENT ON COLUMN device_credentials.secret_sha256 IS 'SHA-256 of the token in lower-case hex';
COMMENT ON COLUMN device_credentials.not_before IS 'Inclusive; null for at once';
COMMENT ON COLUMN device_credentials.not_after IS 'Exclusive; null for never';
COMMENT ON COLUMN device_credentials.first_used_at IS 'Recorded in batches; null until used';
COMMENT ON COLUMN device_credentials.last_used_at IS 'Recorded in batches; null until used';
COMMENT ON COLUMN device_credentials.created_by IS 'The subject of the token that issued it';
COMMENT ON COLUMN device_credentials.revoked_by IS 'The subject of the token that revoked it';
-- the list of a device's credentials, and of the tenant's gateways', in order of creation
CREATE INDEX ix_device_credentials_device ON device_credentials (tenant_id, device_id, id);
-- a gateway's name is taken until its credential is revoked
CREATE UNIQUE INDEX uq_device_credentials_gateway_name ON device_credentials (tenant_id, name)
  WHERE device_id IS NULL AND revoked_at IS NULL;

ALTER TABLE device_credentials ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON device_credentials TO device_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
CREATE POLICY before_the_tenant_is_known ON device_credentials FOR SELECT TO device_lookup
  USING (true);
-- the secret's hash is written, and read only by the look-up
GRANT SELECT (id, tenant_id, device_id, name, not_before, not_after, first_used_at, last_used_at,
  revoked_at, revoked_by, created_at, created_by) ON device_credentials TO device_app;
GRANT INSERT ON device_credentials TO device_app;
GRANT UPDATE (revoked_at, revoked_by, first_used_at, last_used_at) ON device_credentials TO device_app;
GRANT SELECT ON device_credentials TO device_lookup;
