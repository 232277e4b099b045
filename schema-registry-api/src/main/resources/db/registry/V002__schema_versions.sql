CREATE TABLE schema_versions (
  id            uuid NOT NULL,
  tenant_id     uuid NOT NULL,
  schema_id     uuid NOT NULL,
  version       integer NOT NULL,
  status        text NOT NULL,
  definition    json NOT NULL,
  fingerprint   text NOT NULL,
  fields        jsonb NOT NULL,
  change_note   text,
  created_at    timestamptz NOT NULL,
  activated_at  timestamptz,
  deprecated_at timestamptz,
  CONSTRAINT pk_schema_versions PRIMARY KEY (id),
  -- the schema decides the tenant: these two are unique per schema; tenant_id leads because every query has it
  CONSTRAINT uq_schema_versions_version UNIQUE (tenant_id, schema_id, version),
  CONSTRAINT uq_schema_versions_fingerprint UNIQUE (tenant_id, schema_id, fingerprint),
  CONSTRAINT fk_schema_versions_schema FOREIGN KEY (tenant_id, schema_id)
    REFERENCES schemas (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT ck_schema_versions_version CHECK (version >= 1),
  CONSTRAINT ck_schema_versions_status CHECK (status IN ('DRAFT', 'ACTIVE', 'DEPRECATED')),
  CONSTRAINT ck_schema_versions_fingerprint CHECK (fingerprint ~ '^[0-9a-f]{64}$')
);

COMMENT ON TABLE schema_versions IS
  'One row is an immutable version of a schema; only its status moves, DRAFT to ACTIVE to DEPRECATED';
COMMENT ON COLUMN schema_versions.tenant_id IS 'identity.tenants.id, of another owner: no foreign key of its own';
COMMENT ON COLUMN schema_versions.version IS 'Counted from 1 within the schema, without gaps';
COMMENT ON COLUMN schema_versions.definition IS
  'JSON Schema 2020-12 of one message; json and not jsonb, so that its properties keep their order';
COMMENT ON COLUMN schema_versions.fingerprint IS 'SHA-256, in hex, of the definition''s RFC 8785 form';
COMMENT ON COLUMN schema_versions.fields IS 'The fields that the definition declares, derived from it once';

ALTER TABLE schema_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON schema_versions
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);

-- no UPDATE of a definition: immutable at the database, too
GRANT SELECT, INSERT, UPDATE (status, activated_at, deprecated_at) ON schema_versions TO registry_app;
