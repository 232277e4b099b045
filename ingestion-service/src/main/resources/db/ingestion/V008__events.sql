CREATE TABLE telemetry.events (
  device_id uuid NOT NULL,
  id uuid NOT NULL,
  time timestamptz NOT NULL,
  tenant_id uuid NOT NULL,
  type text NOT NULL,
  severity text NOT NULL,
  message text,
  attributes jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  -- ids are the devices' own: one that another device has used too, of whatever tenant, is another event
  CONSTRAINT pk_events PRIMARY KEY (device_id, id, time),
  CONSTRAINT ck_events_severity CHECK (severity IN ('INFO', 'WARNING', 'ERROR', 'CRITICAL')),
  CONSTRAINT ck_events_attributes_object CHECK (jsonb_typeof(attributes) = 'object')
);

SELECT public.create_hypertable(
  'telemetry.events',
  public.by_range('time', INTERVAL '7 days'),
  create_default_indexes => false);

-- lists in order of time: of a device, of a tenant
CREATE INDEX ix_events_device ON telemetry.events (tenant_id, device_id, time, id);
CREATE INDEX ix_events_tenant ON telemetry.events (tenant_id, time, id);

COMMENT ON TABLE telemetry.events IS 'Something that happened at a device at one instant; never changed';
COMMENT ON COLUMN telemetry.events.device_id IS 'device-api''s device';
COMMENT ON COLUMN telemetry.events.id IS
  'The device''s own, or a UUIDv5 of the content: the same again is no other event';
COMMENT ON COLUMN telemetry.events.time IS 'When it happened, by the device''s word';
COMMENT ON COLUMN telemetry.events.tenant_id IS 'identity-api''s tenant; a device belongs to one';
COMMENT ON COLUMN telemetry.events.type IS 'What happened, in a word of the device''s maker';
COMMENT ON COLUMN telemetry.events.message IS 'A sentence for people; null where there is none';
COMMENT ON COLUMN telemetry.events.attributes IS 'Whatever else the device says of it';
COMMENT ON COLUMN telemetry.events.received_at IS 'When it arrived';

GRANT SELECT (device_id, id, time), INSERT ON telemetry.events TO telemetry_writer;
-- what the functions of R__erasure.sql may erase
GRANT SELECT, DELETE ON telemetry.events TO telemetry_eraser;
