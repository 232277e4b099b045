CREATE TABLE device_types (
  id uuid CONSTRAINT pk_device_types PRIMARY KEY,
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  search_name text COLLATE "C" NOT NULL,
  description text,
  protocol text NOT NULL,
  schema_id uuid,
  schema_version_policy text NOT NULL,
  schema_version_id uuid,
  attributes jsonb NOT NULL,
  tags text[] NOT NULL,
  expected_interval_ms bigint,
  offline_after_ms bigint,
  version integer NOT NULL,
  revision bigint NOT NULL,
  archived_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- what points here by (tenant_id, id) cannot point at another tenant's row
  CONSTRAINT uq_device_types_tenant_id UNIQUE (tenant_id, id),
  CONSTRAINT ck_device_types_protocol CHECK (protocol IN ('HTTP', 'MQTT', 'LINE_PROTOCOL')),
  CONSTRAINT ck_device_types_policy CHECK (schema_version_policy IN ('LATEST_ACTIVE', 'PINNED')),
  CONSTRAINT ck_device_types_pin CHECK (
    CASE schema_version_policy WHEN 'PINNED' THEN schema_id IS NOT NULL AND schema_version_id IS NOT NULL
    ELSE schema_version_id IS NULL END),
  CONSTRAINT ck_device_types_expected_interval CHECK (expected_interval_ms > 0),
  CONSTRAINT ck_device_types_offline_after CHECK (offline_after_ms > 0)
);
COMMENT ON TABLE device_types IS 'A template for devices: what they send, how, and what is known of each';
COMMENT ON COLUMN device_types.tenant_id IS 'identity-api''s id of the tenant';
COMMENT ON COLUMN device_types.search_name IS 'The name in lower case, for searches by prefix';
COMMENT ON COLUMN device_types.schema_id IS
  'schema-registry-api''s id of the schema, checked there when written; null: takes any object';
COMMENT ON COLUMN device_types.schema_version_id IS
  'schema-registry-api''s id of the pinned version, checked there when written; null unless PINNED';
COMMENT ON COLUMN device_types.attributes IS 'Array of attribute definitions';
COMMENT ON COLUMN device_types.expected_interval_ms IS 'Milliseconds between two messages of a device';
COMMENT ON COLUMN device_types.offline_after_ms IS 'Milliseconds of silence after which a device is offline';
COMMENT ON COLUMN device_types.version IS 'The number of the newest row in device_type_versions';
COMMENT ON COLUMN device_types.revision IS 'Counts every change, for optimistic locking';
COMMENT ON COLUMN device_types.archived_at IS 'From then on no device is made of it; null while it lives';
-- a name is taken among the living only
CREATE UNIQUE INDEX uq_device_types_living_name ON device_types (tenant_id, name)
  WHERE archived_at IS NULL;
-- types that use a schema, for the reference audit
CREATE INDEX ix_device_types_schema ON device_types (tenant_id, schema_id);
CREATE INDEX ix_device_types_schema_version ON device_types (tenant_id, schema_version_id);

ALTER TABLE device_types ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON device_types TO device_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON device_types TO device_app;
