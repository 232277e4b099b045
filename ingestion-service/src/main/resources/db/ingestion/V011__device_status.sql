ALTER TABLE telemetry.device_activity
  ADD COLUMN known_as text,
  ADD COLUMN offline_after interval,
  ADD COLUMN status text,
  ADD COLUMN status_since timestamptz,
  ADD COLUMN status_seen_at timestamptz,
  ADD CONSTRAINT ck_device_activity_known_as CHECK (known_as IN ('LIVE', 'RETIRED', 'GONE')),
  ADD CONSTRAINT ck_device_activity_status CHECK (status IN ('ONLINE', 'OFFLINE')),
  ADD CONSTRAINT ck_device_activity_status_whole
    CHECK (num_nulls(status, status_since, status_seen_at) IN (0, 3));
-- finds what device-api has not been asked about yet
CREATE INDEX ix_device_activity_unasked ON telemetry.device_activity (tenant_id, device_id)
  WHERE known_as IS NULL;
COMMENT ON TABLE telemetry.device_activity IS
  'When a device was last heard of, and what that makes of it';
COMMENT ON COLUMN telemetry.device_activity.known_as IS
  'device-api''s last word: a device, a retired one, or none of the tenant''s; null before it was asked';
COMMENT ON COLUMN telemetry.device_activity.offline_after IS
  'The silence after which it counts as offline, by its type as device-api last told it; null for never';
COMMENT ON COLUMN telemetry.device_activity.status IS
  'ONLINE or OFFLINE; null before it was decided, and where device-api knows no such device';
COMMENT ON COLUMN telemetry.device_activity.status_since IS
  'When that was decided: the time of its row in device_status_history';
COMMENT ON COLUMN telemetry.device_activity.status_seen_at IS 'What last_seen_at was then';

CREATE TABLE telemetry.device_status_history (
  tenant_id uuid NOT NULL,
  device_id uuid NOT NULL,
  time timestamptz NOT NULL,
  status text NOT NULL,
  reason text NOT NULL,
  evidence jsonb NOT NULL,
  -- The one index: a device's transitions in order of time.
  CONSTRAINT pk_device_status_history PRIMARY KEY (device_id, time),
  CONSTRAINT ck_device_status_history_status CHECK (status IN ('ONLINE', 'OFFLINE')),
  CONSTRAINT ck_device_status_history_reason
    CHECK (reason IN ('FIRST_HEARD', 'HEARD', 'SILENT', 'RETIRED', 'RULE_CHANGED')),
  CONSTRAINT ck_device_status_history_evidence_object CHECK (jsonb_typeof(evidence) = 'object')
);

-- transitions are few: a chunk a month
SELECT public.create_hypertable(
  'telemetry.device_status_history',
  public.by_range('time', INTERVAL '30 days'),
  create_default_indexes => false);

COMMENT ON TABLE telemetry.device_status_history IS
  'A device became ONLINE or OFFLINE; it is so until its next row';
COMMENT ON COLUMN telemetry.device_status_history.tenant_id IS 'identity-api''s tenant';
COMMENT ON COLUMN telemetry.device_status_history.device_id IS 'device-api''s device';
COMMENT ON COLUMN telemetry.device_status_history.time IS 'When it was decided';
COMMENT ON COLUMN telemetry.device_status_history.reason IS
  'FIRST_HEARD, HEARD again, SILENT for its type''s offline-after, RETIRED, or RULE_CHANGED: its type''s'
  ' offline-after now allows the silence';
COMMENT ON COLUMN telemetry.device_status_history.evidence IS
  'lastSeenAt, offlineAfter (ISO 8601; null for never), decidedAt, heardUntil and ableSince: silence counts from'
  ' the later of lastSeenAt and ableSince, and until heardUntil';

CREATE TABLE telemetry.reception (
  single boolean NOT NULL DEFAULT true,
  able_since timestamptz NOT NULL,
  able_until timestamptz NOT NULL,
  CONSTRAINT pk_reception PRIMARY KEY (single),
  CONSTRAINT ck_reception_single CHECK (single),
  CONSTRAINT ck_reception_order CHECK (able_since <= able_until)
);
COMMENT ON TABLE telemetry.reception IS
  'Since and until when devices could report, as far as we know; one row. Silence outside of it says nothing';
COMMENT ON COLUMN telemetry.reception.single IS 'True: there is one row';
COMMENT ON COLUMN telemetry.reception.able_since IS 'The end of our last outage';
COMMENT ON COLUMN telemetry.reception.able_until IS 'The last look at whether they can';

GRANT INSERT ON telemetry.device_status_history TO telemetry_writer;
GRANT SELECT, INSERT, UPDATE ON telemetry.reception TO telemetry_writer;
-- what the functions of R__erasure.sql may erase
GRANT SELECT, DELETE ON telemetry.device_status_history TO telemetry_eraser;
