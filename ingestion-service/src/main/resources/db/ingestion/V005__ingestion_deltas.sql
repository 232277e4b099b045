CREATE TABLE telemetry.ingestion_deltas (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  protocol text NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now(),
  last_received_at timestamptz NOT NULL,
  device_ids uuid[] NOT NULL,
  accepted integer[] NOT NULL,
  merged integer[],
  duplicates integer[],
  rejected integer[],
  folded_at timestamptz,
  -- a group that is written again meets its own rows here, if its first attempt has committed
  CONSTRAINT pk_ingestion_deltas PRIMARY KEY (id, tenant_id, protocol),
  CONSTRAINT ck_ingestion_deltas_lengths CHECK (
    cardinality(accepted) = cardinality(device_ids)
    AND coalesce(cardinality(merged), cardinality(device_ids)) = cardinality(device_ids)
    AND coalesce(cardinality(duplicates), cardinality(device_ids)) = cardinality(device_ids)
    AND coalesce(cardinality(rejected), cardinality(device_ids)) = cardinality(device_ids))
);
-- ids do not compress; trying costs more than they take
ALTER TABLE telemetry.ingestion_deltas ALTER COLUMN device_ids SET STORAGE EXTERNAL;
-- finds what is to be folded
CREATE INDEX ix_ingestion_deltas_unfolded ON telemetry.ingestion_deltas (id) WHERE folded_at IS NULL;

COMMENT ON TABLE telemetry.ingestion_deltas IS
  'What one transaction of the writer counted of one tenant''s messages that came one way; the arrays have one element a device';
COMMENT ON COLUMN telemetry.ingestion_deltas.id IS 'The group of messages that the transaction wrote, as the writer knows it';
COMMENT ON COLUMN telemetry.ingestion_deltas.tenant_id IS 'identity-api''s tenant';
COMMENT ON COLUMN telemetry.ingestion_deltas.protocol IS 'The way the messages came';
COMMENT ON COLUMN telemetry.ingestion_deltas.last_received_at IS 'When the latest of the messages arrived';
COMMENT ON COLUMN telemetry.ingestion_deltas.device_ids IS
  'device-api''s devices; the nil UUID stands for those that are not known';
COMMENT ON COLUMN telemetry.ingestion_deltas.accepted IS 'Messages that made or changed a row';
COMMENT ON COLUMN telemetry.ingestion_deltas.merged IS
  'Those of the accepted whose row was there before; null for none of any device, as the next two';
COMMENT ON COLUMN telemetry.ingestion_deltas.duplicates IS 'Messages that changed nothing';
COMMENT ON COLUMN telemetry.ingestion_deltas.rejected IS 'Messages that were refused';
COMMENT ON COLUMN telemetry.ingestion_deltas.folded_at IS
  'When it was added to the counters; it is kept for a while after, to answer for its transaction';

GRANT SELECT, INSERT ON telemetry.ingestion_deltas TO telemetry_writer;

ALTER TABLE telemetry.rejected_messages ADD COLUMN payload_format text NOT NULL DEFAULT 'JSON';
ALTER TABLE telemetry.rejected_messages ADD CONSTRAINT ck_rejected_messages_payload_format
  CHECK (payload_format IN ('JSON', 'LINE_NS', 'LINE_US', 'LINE_MS', 'LINE_S', 'CSV'));
COMMENT ON COLUMN telemetry.rejected_messages.payload_format IS
  'How the payload is read: a JSON value, line protocol with times of a unit, or CSV of a heading and a row';
