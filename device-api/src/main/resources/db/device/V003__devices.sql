CREATE TABLE devices (
  id uuid CONSTRAINT pk_devices PRIMARY KEY,
  tenant_id uuid NOT NULL,
  external_id text NOT NULL,
  name text NOT NULL,
  device_type_id uuid NOT NULL,
  serial_number text,
  attributes jsonb NOT NULL,
  latitude double precision,
  longitude double precision,
  altitude double precision,
  tags text[] NOT NULL,
  status text NOT NULL,
  revision bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- also the order of every list; what points here by (tenant_id, id) stays with its tenant
  CONSTRAINT uq_devices_tenant_id UNIQUE (tenant_id, id),
  CONSTRAINT uq_devices_external_id UNIQUE (tenant_id, external_id),
  CONSTRAINT fk_devices_type FOREIGN KEY (tenant_id, device_type_id)
    REFERENCES device_types (tenant_id, id) ON DELETE RESTRICT,
  CONSTRAINT ck_devices_status CHECK (status IN ('ACTIVE', 'INACTIVE', 'MAINTENANCE', 'RETIRED')),
  CONSTRAINT ck_devices_location CHECK (
    (latitude IS NULL) = (longitude IS NULL) AND (altitude IS NULL OR latitude IS NOT NULL)
    AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)
);
COMMENT ON TABLE devices IS 'One device; never deleted, but retired';
COMMENT ON COLUMN devices.tenant_id IS 'identity-api''s id of the tenant';
COMMENT ON COLUMN devices.external_id IS 'What the tenant calls it; what gateways send';
COMMENT ON COLUMN devices.attributes IS 'Object of the values that the type defines';
COMMENT ON COLUMN devices.latitude IS 'Degrees north, WGS 84';
COMMENT ON COLUMN devices.longitude IS 'Degrees east, WGS 84';
COMMENT ON COLUMN devices.altitude IS 'Metres';
COMMENT ON COLUMN devices.revision IS 'Counts every change, for optimistic locking';
-- the list by type; with the status, whether a type is in use
CREATE INDEX ix_devices_type ON devices (tenant_id, device_type_id, id);
CREATE INDEX ix_devices_type_status ON devices (tenant_id, device_type_id, status);
-- the list by status
CREATE INDEX ix_devices_status ON devices (tenant_id, status, id);

ALTER TABLE devices ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON devices TO device_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
CREATE POLICY before_the_tenant_is_known ON devices FOR SELECT TO device_lookup USING (true);
GRANT SELECT, INSERT, UPDATE ON devices TO device_app;
GRANT SELECT ON devices TO device_lookup;

CREATE TABLE device_search (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  name text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  device_id uuid NOT NULL,
  -- equality and prefix by ranges, whose operators row-level security lets the index evaluate
  CONSTRAINT pk_device_search PRIMARY KEY (tenant_id, kind, name, value, device_id),
  CONSTRAINT fk_device_search_device FOREIGN KEY (tenant_id, device_id)
    REFERENCES devices (tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT ck_device_search_kind CHECK (kind IN ('TEXT', 'TAG', 'ATTRIBUTE'))
);
COMMENT ON TABLE device_search IS 'One searchable value of a device';
COMMENT ON COLUMN device_search.kind IS
  'TEXT: name, external id or serial number, by prefix; TAG, ATTRIBUTE: by equality';
COMMENT ON COLUMN device_search.name IS 'Which text, or which attribute; empty for a tag';
COMMENT ON COLUMN device_search.value IS 'In lower case, its first 200 characters';
CREATE INDEX ix_device_search_device ON device_search (tenant_id, device_id);

ALTER TABLE device_search ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON device_search TO device_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON device_search TO device_app;

CREATE TABLE device_audit_logs (
  id uuid CONSTRAINT pk_device_audit_logs PRIMARY KEY,
  tenant_id uuid NOT NULL,
  device_id uuid NOT NULL,
  action text NOT NULL,
  actor text NOT NULL,
  revision bigint NOT NULL,
  patch jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  CONSTRAINT fk_device_audit_logs_device FOREIGN KEY (tenant_id, device_id)
    REFERENCES devices (tenant_id, id) ON DELETE RESTRICT
);
COMMENT ON TABLE device_audit_logs IS 'Who changed what of a device, and when; append-only';
COMMENT ON COLUMN device_audit_logs.actor IS 'The subject of the token that made the change';
COMMENT ON COLUMN device_audit_logs.revision IS 'The device''s revision after the change';
COMMENT ON COLUMN device_audit_logs.patch IS 'JSON Patch (RFC 6902) from the state before';
-- the log of a device, newest first
CREATE INDEX ix_device_audit_logs_device ON device_audit_logs (tenant_id, device_id, id DESC);

ALTER TABLE device_audit_logs ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON device_audit_logs TO device_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT ON device_audit_logs TO device_app;
