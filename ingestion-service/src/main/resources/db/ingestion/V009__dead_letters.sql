ALTER TABLE telemetry.rejected_messages ADD COLUMN kind text NOT NULL DEFAULT 'MESSAGE';
ALTER TABLE telemetry.rejected_messages ADD CONSTRAINT ck_rejected_messages_kind
  CHECK (kind IN ('MESSAGE', 'EVENT'));
COMMENT ON COLUMN telemetry.rejected_messages.kind IS 'What it was sent as: telemetry or an event';

-- a tenant's list and its replay in order of time: of all, of a device, of a code
CREATE INDEX ix_rejected_messages_tenant
  ON telemetry.rejected_messages (tenant_id, received_at, id);
CREATE INDEX ix_rejected_messages_device
  ON telemetry.rejected_messages (tenant_id, device_id, received_at, id) WHERE device_id IS NOT NULL;
CREATE INDEX ix_rejected_messages_code
  ON telemetry.rejected_messages (tenant_id, code, received_at, id);

-- A view that filters by tenant would be a barrier to the order of these indexes, too: a page of a list
-- would sort all that a tenant has. So the writer reads the table, by the predicate that one class builds.
GRANT SELECT, UPDATE (replayed_at) ON telemetry.rejected_messages TO telemetry_writer;
