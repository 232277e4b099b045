-- The same as query.telemetry, in order of time. A query does not reach through a security_barrier
-- view with its own ORDER BY, so that it would read all that its conditions select and sort it before
-- the first row. What stands in the view does reach the chunks, which are then read one after the
-- other by their index, and only as far as rows are taken. To be asked for a device's rows, ordered
-- as the view is, with enable_sort off: for an order that is asked for, the planner looks for the
-- least work in all, not for the first row.
CREATE OR REPLACE VIEW query.telemetry_ascending WITH (security_barrier = true) AS
SELECT tenant_id, device_id, time, schema_version_id, fields, received_at
FROM telemetry.telemetry
WHERE tenant_id = (SELECT nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  AND current_setting('sensormine.tenant_id', true) <> ''
ORDER BY time;

COMMENT ON VIEW query.telemetry_ascending IS 'query.telemetry in order of time';

GRANT SELECT ON query.telemetry_ascending TO telemetry_reader;

CREATE OR REPLACE VIEW query.telemetry_descending WITH (security_barrier = true) AS
SELECT tenant_id, device_id, time, schema_version_id, fields, received_at
FROM telemetry.telemetry
WHERE tenant_id = (SELECT nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  AND current_setting('sensormine.tenant_id', true) <> ''
ORDER BY time DESC;

COMMENT ON VIEW query.telemetry_descending IS 'query.telemetry, the latest first';

GRANT SELECT ON query.telemetry_descending TO telemetry_reader;
