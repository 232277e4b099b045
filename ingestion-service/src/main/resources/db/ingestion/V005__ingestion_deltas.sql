CREATE TABLE telemetry.ingestion_deltas (
  id uuid NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now(),
  tenant_ids uuid[] NOT NULL,
  device_ids uuid[] NOT NULL,
  protocols text[] NOT NULL,
  received_at timestamptz[] NOT NULL,
  accepted integer[] NOT NULL,
  merged integer[] NOT NULL,
  duplicates integer[] NOT NULL,
  rejected integer[] NOT NULL,
  folded_at timestamptz,
  -- asks whether a transaction has committed, when its connection was lost
  CONSTRAINT pk_ingestion_deltas PRIMARY KEY (id)
);
-- finds what is to be folded
CREATE INDEX ix_ingestion_deltas_unfolded ON telemetry.ingestion_deltas (id) WHERE folded_at IS NULL;

COMMENT ON TABLE telemetry.ingestion_deltas IS
  'What one transaction of the writer counted: arrays of one length, an element for each device and way in';
COMMENT ON COLUMN telemetry.ingestion_deltas.id IS 'The transaction, as the writer knows it';
COMMENT ON COLUMN telemetry.ingestion_deltas.tenant_ids IS 'identity-api''s tenants';
COMMENT ON COLUMN telemetry.ingestion_deltas.device_ids IS
  'device-api''s devices; the nil UUID stands for those that are not known';
COMMENT ON COLUMN telemetry.ingestion_deltas.protocols IS 'The way the messages came';
COMMENT ON COLUMN telemetry.ingestion_deltas.received_at IS
  'When the latest admitted message arrived; 1970 where none was';
COMMENT ON COLUMN telemetry.ingestion_deltas.accepted IS 'Messages that made or changed a row';
COMMENT ON COLUMN telemetry.ingestion_deltas.merged IS 'Those of the accepted whose row was there before';
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
