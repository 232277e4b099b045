CREATE TABLE device_type_versions (
  id uuid CONSTRAINT pk_device_type_versions PRIMARY KEY,
  tenant_id uuid NOT NULL,
  device_type_id uuid NOT NULL,
  version integer NOT NULL,
  snapshot jsonb NOT NULL,
  actor text NOT NULL,
  created_at timestamptz NOT NULL,
  -- the versions of a type, newest first
  CONSTRAINT uq_device_type_versions_version UNIQUE (tenant_id, device_type_id, version),
  CONSTRAINT fk_device_type_versions_type FOREIGN KEY (tenant_id, device_type_id)
    REFERENCES device_types (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT ck_device_type_versions_version CHECK (version > 0)
);
COMMENT ON TABLE device_type_versions IS 'A device type as it stood after one change; append-only';
COMMENT ON COLUMN device_type_versions.snapshot IS 'Everything that a client can set, and archived';
COMMENT ON COLUMN device_type_versions.actor IS 'The subject of the token that made the change';

ALTER TABLE device_type_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON device_type_versions TO device_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT ON device_type_versions TO device_app;

CREATE TABLE device_type_audit_logs (
  id uuid CONSTRAINT pk_device_type_audit_logs PRIMARY KEY,
  tenant_id uuid NOT NULL,
  device_type_id uuid NOT NULL,
  action text NOT NULL,
  actor text NOT NULL,
  revision bigint NOT NULL,
  patch jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  CONSTRAINT fk_device_type_audit_logs_type FOREIGN KEY (tenant_id, device_type_id)
    REFERENCES device_types (tenant_id, id) ON DELETE RESTRICT
);
COMMENT ON TABLE device_type_audit_logs IS 'Who changed what of a device type, and when; append-only';
COMMENT ON COLUMN device_type_audit_logs.actor IS 'The subject of the token that made the change';
COMMENT ON COLUMN device_type_audit_logs.revision IS 'The type''s revision after the change';
COMMENT ON COLUMN device_type_audit_logs.patch IS 'JSON Patch (RFC 6902) from the state before';
-- the log of a type, newest first
CREATE INDEX ix_device_type_audit_logs_type
  ON device_type_audit_logs (tenant_id, device_type_id, id DESC);

ALTER TABLE device_type_audit_logs ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON device_type_audit_logs TO device_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT ON device_type_audit_logs TO device_app;
