CREATE TABLE telemetry.telemetry (
  tenant_id uuid NOT NULL,
  device_id uuid NOT NULL,
  time timestamptz NOT NULL,
  schema_version_id uuid NOT NULL,
  fields jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  -- The one index: it finds a message again when it comes twice, and a device's range of time.
  CONSTRAINT pk_telemetry PRIMARY KEY (device_id, time),
  CONSTRAINT ck_telemetry_fields_object CHECK (jsonb_typeof(fields) = 'object')
);

SELECT public.create_hypertable(
  'telemetry.telemetry',
  public.by_range('time', INTERVAL '1 day'),
  create_default_indexes => false);

COMMENT ON TABLE telemetry.telemetry IS 'One message of a device: what it measured at one instant';
COMMENT ON COLUMN telemetry.telemetry.tenant_id IS 'identity-api''s tenant; a device belongs to one';
COMMENT ON COLUMN telemetry.telemetry.device_id IS 'device-api''s device';
COMMENT ON COLUMN telemetry.telemetry.time IS 'When it was measured, by the device''s word';
COMMENT ON COLUMN telemetry.telemetry.schema_version_id IS
  'schema-registry-api''s schema version that admitted it; the nil UUID where the device type has no schema';
COMMENT ON COLUMN telemetry.telemetry.fields IS
  'Flat: dotted path to number, boolean or text, in the unit that the schema version declares';
COMMENT ON COLUMN telemetry.telemetry.received_at IS 'When it last arrived and changed the row';

GRANT SELECT, INSERT, UPDATE ON telemetry.telemetry TO telemetry_writer;
