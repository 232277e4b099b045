CREATE TABLE telemetry.rejected_messages (
  id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  tenant_id uuid NOT NULL,
  protocol text NOT NULL,
  device_id uuid,
  device_external_id text,
  schema_version_id uuid,
  code text NOT NULL,
  errors jsonb NOT NULL,
  payload bytea NOT NULL,
  payload_bytes bigint NOT NULL,
  replayed_at timestamptz,
  CONSTRAINT pk_rejected_messages PRIMARY KEY (id, received_at),
  CONSTRAINT ck_rejected_messages_protocol
    CHECK (protocol IN ('HTTP', 'MQTT', 'LINE_PROTOCOL')),
  CONSTRAINT ck_rejected_messages_errors_array CHECK (jsonb_typeof(errors) = 'array'),
  CONSTRAINT ck_rejected_messages_payload_bytes CHECK (payload_bytes >= octet_length(payload))
);

SELECT public.create_hypertable(
  'telemetry.rejected_messages',
  public.by_range('received_at', INTERVAL '1 day'),
  create_default_indexes => false);

COMMENT ON TABLE telemetry.rejected_messages IS
  'A dead letter: one message that was refused, kept so that it can be looked at and replayed';
COMMENT ON COLUMN telemetry.rejected_messages.tenant_id IS 'identity-api''s tenant';
COMMENT ON COLUMN telemetry.rejected_messages.device_id IS
  'device-api''s device; null where the message names none that is known';
COMMENT ON COLUMN telemetry.rejected_messages.device_external_id IS
  'The device as the message or its credential names it; null where it names none';
COMMENT ON COLUMN telemetry.rejected_messages.schema_version_id IS
  'schema-registry-api''s schema version that refused it; null where it was refused before one was chosen';
COMMENT ON COLUMN telemetry.rejected_messages.code IS 'The first error''s code, such as schema-violation';
COMMENT ON COLUMN telemetry.rejected_messages.errors IS
  'Objects of code, path and message; a path is a JSON Pointer into the message';
COMMENT ON COLUMN telemetry.rejected_messages.payload IS
  'The message as it came, or its first bytes where it is longer than the limit kept';
COMMENT ON COLUMN telemetry.rejected_messages.payload_bytes IS 'Bytes of the whole message';
COMMENT ON COLUMN telemetry.rejected_messages.replayed_at IS
  'When it was admitted after all; null while it is refused';

GRANT INSERT ON telemetry.rejected_messages TO telemetry_writer;
