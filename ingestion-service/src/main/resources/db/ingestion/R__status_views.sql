-- What the reader may read of devices' status, as in R__query_views.sql.
CREATE OR REPLACE VIEW query.device_status_history WITH (security_barrier = true) AS
SELECT tenant_id, device_id, time, status, reason, evidence
FROM telemetry.device_status_history
WHERE tenant_id = (SELECT nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  AND current_setting('sensormine.tenant_id', true) <> '';

COMMENT ON VIEW query.device_status_history IS
  'When devices of the tenant that the session names became ONLINE or OFFLINE, and why';

GRANT SELECT ON query.device_status_history TO telemetry_reader;
