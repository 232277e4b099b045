CREATE TABLE telemetry.ingestion_counters (
  tenant_id uuid NOT NULL,
  device_id uuid NOT NULL,
  protocol text NOT NULL,
  accepted bigint NOT NULL,
  merged bigint NOT NULL,
  duplicates bigint NOT NULL,
  rejected bigint NOT NULL,
  -- finds a tenant's counters, a device's among them
  CONSTRAINT pk_ingestion_counters PRIMARY KEY (tenant_id, device_id, protocol),
  CONSTRAINT ck_ingestion_counters_merged CHECK (merged <= accepted)
);
COMMENT ON TABLE telemetry.ingestion_counters IS
  'What became of all messages of a device that came one way, as far as deltas are folded';
COMMENT ON COLUMN telemetry.ingestion_counters.tenant_id IS 'identity-api''s tenant';
COMMENT ON COLUMN telemetry.ingestion_counters.device_id IS
  'device-api''s device; the nil UUID stands for those that are not known';
COMMENT ON COLUMN telemetry.ingestion_counters.protocol IS 'The way the messages came';
COMMENT ON COLUMN telemetry.ingestion_counters.accepted IS 'Messages that made or changed a row';
COMMENT ON COLUMN telemetry.ingestion_counters.merged IS
  'Those of the accepted whose row was there before';
COMMENT ON COLUMN telemetry.ingestion_counters.duplicates IS 'Messages that changed nothing';
COMMENT ON COLUMN telemetry.ingestion_counters.rejected IS 'Messages that were refused';

CREATE TABLE telemetry.device_activity (
  device_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  last_seen_at timestamptz NOT NULL,
  CONSTRAINT pk_device_activity PRIMARY KEY (device_id)
);
-- finds a tenant's devices, to erase or list them
CREATE INDEX ix_device_activity_tenant ON telemetry.device_activity (tenant_id, device_id);
COMMENT ON TABLE telemetry.device_activity IS 'When a device was last heard of';
COMMENT ON COLUMN telemetry.device_activity.device_id IS 'device-api''s device';
COMMENT ON COLUMN telemetry.device_activity.tenant_id IS 'identity-api''s tenant';
COMMENT ON COLUMN telemetry.device_activity.last_seen_at IS
  'When the latest of its messages that was admitted arrived, by our clock';

GRANT SELECT, INSERT, UPDATE ON telemetry.ingestion_counters, telemetry.device_activity
  TO telemetry_writer;
GRANT UPDATE (folded_at), DELETE ON telemetry.ingestion_deltas TO telemetry_writer;
GRANT SELECT, DELETE ON telemetry.ingestion_counters, telemetry.device_activity,
  telemetry.ingestion_deltas TO telemetry_eraser;
