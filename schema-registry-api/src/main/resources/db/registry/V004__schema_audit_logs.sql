CREATE TABLE schema_audit_logs (
  id          uuid NOT NULL,
  tenant_id   uuid NOT NULL,
  schema_id   uuid NOT NULL,
  action      text NOT NULL,
  actor       text NOT NULL,
  version     integer,
  patch       jsonb,
  occurred_at timestamptz NOT NULL,
  CONSTRAINT pk_schema_audit_logs PRIMARY KEY (id),
  CONSTRAINT fk_schema_audit_logs_schema FOREIGN KEY (tenant_id, schema_id)
    REFERENCES schemas (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT ck_schema_audit_logs_action CHECK (action IN ('CREATED', 'CHANGED', 'ARCHIVED',
    'VERSION_ADDED', 'VERSION_ACTIVATED', 'VERSION_DEPRECATED')),
  -- of a version its number tells all, of a schema the patch
  CONSTRAINT ck_schema_audit_logs_version CHECK (starts_with(action, 'VERSION_') = (version IS NOT NULL)),
  CONSTRAINT ck_schema_audit_logs_patch CHECK ((version IS NULL) = (patch IS NOT NULL))
);

COMMENT ON TABLE schema_audit_logs IS
  'Who changed what of a schema or one of its versions, and when; append-only. A schema''s version 1 is part of CREATED';
COMMENT ON COLUMN schema_audit_logs.tenant_id IS 'identity.tenants.id, of another owner: no foreign key of its own';
COMMENT ON COLUMN schema_audit_logs.actor IS 'The subject of the token that made the change';
COMMENT ON COLUMN schema_audit_logs.version IS 'The number of the version that the change is of; null where it is of the schema';
COMMENT ON COLUMN schema_audit_logs.patch IS 'JSON Patch (RFC 6902) from the state before; null where the change is of a version';

-- the log of a schema, newest first
CREATE INDEX ix_schema_audit_logs_schema ON schema_audit_logs (tenant_id, schema_id, id DESC);

ALTER TABLE schema_audit_logs ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON schema_audit_logs
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT ON schema_audit_logs TO registry_app;
