-- Rollups for people and tools, and for the reader: a tenant's own cells only, as in R__query_views.sql.
CREATE OR REPLACE VIEW telemetry.metrics AS
SELECT tenant_id, device_id, schema_version_id, field, bucket, count, mean AS avg, min, max, first, last,
  CASE WHEN count > 1 THEN sqrt(m2 / (count - 1)) END AS stddev,
  increase
FROM telemetry.metrics_1h;

COMMENT ON VIEW telemetry.metrics IS
  'Hourly figures of each field of each device, for people and tools; as far as rollup_marks.rolled_until';
COMMENT ON COLUMN telemetry.metrics.stddev IS 'Of a sample; null for one reading';

CREATE OR REPLACE VIEW query.metrics WITH (security_barrier = true) AS
SELECT tenant_id, device_id, schema_version_id, field, bucket, count, avg, min, max, first, last, stddev,
  increase
FROM telemetry.metrics
WHERE tenant_id = (SELECT nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  AND current_setting('sensormine.tenant_id', true) <> '';

COMMENT ON VIEW query.metrics IS 'telemetry.metrics of the tenant that the session names';

CREATE OR REPLACE VIEW query.metrics_1h WITH (security_barrier = true) AS
SELECT tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max, first,
  first_time, last, last_time, increase_within, increase
FROM telemetry.metrics_1h
WHERE tenant_id = (SELECT nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  AND current_setting('sensormine.tenant_id', true) <> '';

COMMENT ON VIEW query.metrics_1h IS
  'Hourly cells of the tenant that the session names. Before rolled_until and where not dirty, a cell equals'
  ' its hour''s messages; increase moreover needs the cell before it to be so, increase_within does not';

CREATE OR REPLACE VIEW query.metrics_1d WITH (security_barrier = true) AS
SELECT tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max, first,
  first_time, last, last_time, increase_within, increase
FROM telemetry.metrics_1d
WHERE tenant_id = (SELECT nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  AND current_setting('sensormine.tenant_id', true) <> '';

COMMENT ON VIEW query.metrics_1d IS
  'Daily cells (UTC) of the tenant that the session names; there for days that end by rolled_until, and'
  ' right where none of the day''s hours is dirty';

CREATE OR REPLACE VIEW query.rollup_marks WITH (security_barrier = true) AS
SELECT closed_until, rolled_until, raw_from, hours_from
FROM telemetry.rollup_marks;

COMMENT ON VIEW query.rollup_marks IS
  'How far the rollups are. Read it with cells, dirty hours and messages in one snapshot';

CREATE OR REPLACE VIEW query.rollup_dirty WITH (security_barrier = true) AS
SELECT tenant_id, device_id, bucket
FROM telemetry.rollup_dirty
WHERE tenant_id = (SELECT nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  AND current_setting('sensormine.tenant_id', true) <> '';

COMMENT ON VIEW query.rollup_dirty IS
  'Hours of devices of the tenant that the session names whose cells are behind the messages; may repeat.'
  ' Those before raw_from do not count: their cells stay as they are';

GRANT SELECT ON query.metrics, query.metrics_1h, query.metrics_1d, query.rollup_marks, query.rollup_dirty
  TO telemetry_reader;
