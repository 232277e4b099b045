-- lists of a tenant's events of one type, and of those that matter most, in order of time: rare ones must
-- not be looked for among all others
CREATE INDEX ix_events_type ON telemetry.events (tenant_id, type, time, id);
CREATE INDEX ix_events_severe ON telemetry.events (tenant_id, time, id)
  WHERE severity IN ('ERROR', 'CRITICAL');
