-- Rollups of telemetry, computed by the roller of ingestion-service. A cell is a pure function of the
-- messages of its own hour but for increase, which also looks at the cell before it.
CREATE TABLE telemetry.metrics_1h (
  tenant_id uuid NOT NULL,
  device_id uuid NOT NULL,
  schema_version_id uuid NOT NULL,
  field text NOT NULL,
  bucket timestamptz NOT NULL,
  count bigint NOT NULL,
  mean double precision NOT NULL,
  m2 double precision NOT NULL,
  min double precision NOT NULL,
  max double precision NOT NULL,
  first double precision NOT NULL,
  first_time timestamptz NOT NULL,
  last double precision NOT NULL,
  last_time timestamptz NOT NULL,
  increase_within double precision NOT NULL,
  increase double precision NOT NULL,
  -- The one index: it finds a cell again, a series' range of time, and the cell before and after.
  CONSTRAINT pk_metrics_1h PRIMARY KEY (device_id, field, schema_version_id, bucket),
  CONSTRAINT ck_metrics_1h_count CHECK (count > 0)
);

-- 30 days: 720 hours of a series are near the 1,000 rows that a segment of columnstore holds.
SELECT public.create_hypertable(
  'telemetry.metrics_1h',
  public.by_range('bucket', INTERVAL '30 days'),
  create_default_indexes => false);

CREATE TABLE telemetry.metrics_1d (
  tenant_id uuid NOT NULL,
  device_id uuid NOT NULL,
  schema_version_id uuid NOT NULL,
  field text NOT NULL,
  bucket timestamptz NOT NULL,
  count bigint NOT NULL,
  mean double precision NOT NULL,
  m2 double precision NOT NULL,
  min double precision NOT NULL,
  max double precision NOT NULL,
  first double precision NOT NULL,
  first_time timestamptz NOT NULL,
  last double precision NOT NULL,
  last_time timestamptz NOT NULL,
  increase_within double precision NOT NULL,
  increase double precision NOT NULL,
  CONSTRAINT pk_metrics_1d PRIMARY KEY (device_id, field, schema_version_id, bucket),
  CONSTRAINT ck_metrics_1d_count CHECK (count > 0)
);

-- 360 days: one segment of columnstore a series, as few chunks as can be.
SELECT public.create_hypertable(
  'telemetry.metrics_1d',
  public.by_range('bucket', INTERVAL '360 days'),
  create_default_indexes => false);

DO $$
DECLARE
  v_table text;
  v_what text;
BEGIN
  FOREACH v_table IN ARRAY ARRAY['metrics_1h', 'metrics_1d'] LOOP
    v_what := CASE v_table WHEN 'metrics_1h' THEN 'hour' ELSE 'day (UTC)' END;
    EXECUTE format('COMMENT ON TABLE telemetry.%I IS %L', v_table, format(
      'The readings of one field of one device by one schema version in one %s; numbers, and booleans'
      ' as 0 and 1', v_what));
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.tenant_id IS %L', v_table,
      'identity-api''s tenant; a device belongs to one');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.device_id IS %L', v_table, 'device-api''s device');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.schema_version_id IS %L', v_table,
      'schema-registry-api''s schema version, whose unit the values have; the nil UUID where there is none');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.field IS %L', v_table, 'Dotted path');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.bucket IS %L', v_table,
      format('The beginning of the %s', v_what));
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.count IS %L', v_table, 'Readings');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.mean IS %L', v_table,
      'Their arithmetic mean; finite, whatever their sum is');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.m2 IS %L', v_table,
      'Sum of squared deviations from the mean; Infinity where it is beyond a double');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.first IS %L', v_table, 'The earliest reading');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.last IS %L', v_table, 'The latest reading');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.increase_within IS %L', v_table,
      'Sum of the steps between its readings; after a reset (a step down) the new value counts;'
      ' Infinity where beyond a double');
    EXECUTE format('COMMENT ON COLUMN telemetry.%I.increase IS %L', v_table,
      'increase_within and the step from the last reading before the bucket, of the same version, to first');
  END LOOP;
END
$$;

CREATE TABLE telemetry.rollup_marks (
  single boolean NOT NULL DEFAULT true,
  closed_until timestamptz NOT NULL DEFAULT 'epoch',
  rolled_until timestamptz NOT NULL DEFAULT 'epoch',
  raw_from timestamptz NOT NULL DEFAULT 'epoch',
  hours_from timestamptz NOT NULL DEFAULT 'epoch',
  CONSTRAINT pk_rollup_marks PRIMARY KEY (single),
  CONSTRAINT ck_rollup_marks_single CHECK (single),
  CONSTRAINT ck_rollup_marks_order
    CHECK (raw_from <= rolled_until AND hours_from <= rolled_until AND rolled_until <= closed_until)
);
COMMENT ON TABLE telemetry.rollup_marks IS 'How far the rollups are; one row, of all tenants';
COMMENT ON COLUMN telemetry.rollup_marks.single IS 'True: there is one row';
COMMENT ON COLUMN telemetry.rollup_marks.closed_until IS
  'Who writes a message of an hour before this notes the hour in rollup_dirty, in the same transaction';
COMMENT ON COLUMN telemetry.rollup_marks.rolled_until IS
  'Hours before this are rolled up, and days that end by then: their cells equal the messages, but where dirty';
COMMENT ON COLUMN telemetry.rollup_marks.raw_from IS
  'Messages before this may have been dropped by retention: cells of such hours stay as they are';
COMMENT ON COLUMN telemetry.rollup_marks.hours_from IS
  'Hourly cells before this may have been dropped by retention: days before it stay as they are';
INSERT INTO telemetry.rollup_marks (single) VALUES (true);

CREATE TABLE telemetry.rollup_dirty (
  id bigint GENERATED ALWAYS AS IDENTITY,
  tenant_id uuid NOT NULL,
  device_id uuid NOT NULL,
  bucket timestamptz NOT NULL,
  noted_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT pk_rollup_dirty PRIMARY KEY (id)
);
-- the roller takes the oldest hours first; a query asks which hours of its range are dirty
CREATE INDEX ix_rollup_dirty_bucket_device_id ON telemetry.rollup_dirty (bucket, device_id);
COMMENT ON TABLE telemetry.rollup_dirty IS
  'An hour of a device that was written to after it was closed; one row a transaction that did, so that'
  ' writers never meet, removed once the hour is rolled up anew';
COMMENT ON COLUMN telemetry.rollup_dirty.tenant_id IS 'identity-api''s tenant';
COMMENT ON COLUMN telemetry.rollup_dirty.device_id IS 'device-api''s device';
COMMENT ON COLUMN telemetry.rollup_dirty.bucket IS 'The beginning of the hour';

GRANT SELECT, INSERT, UPDATE, DELETE ON telemetry.metrics_1h, telemetry.metrics_1d TO telemetry_writer;
GRANT SELECT, UPDATE (closed_until, rolled_until, raw_from, hours_from)
  ON telemetry.rollup_marks TO telemetry_writer;
GRANT SELECT, INSERT, DELETE ON telemetry.rollup_dirty TO telemetry_writer;

-- what the functions of R__erasure.sql may erase
GRANT SELECT, DELETE
  ON telemetry.metrics_1h, telemetry.metrics_1d, telemetry.rollup_dirty TO telemetry_eraser;

-- Columnstore is in the Community edition only. A series is a segment; the rest of the primary key is in
-- its order, so that the roller's upserts of late hours find their segment without unpacking others.
DO $$
DECLARE
  v_table text;
BEGIN
  IF current_setting('timescaledb.license') = 'timescale' THEN
    FOREACH v_table IN ARRAY ARRAY['metrics_1h', 'metrics_1d'] LOOP
      EXECUTE format('ALTER TABLE telemetry.%I SET ('
        || 'timescaledb.compress, '
        || 'timescaledb.compress_segmentby = ''device_id, field'', '
        || 'timescaledb.compress_orderby = ''bucket DESC, schema_version_id'')', v_table);
    END LOOP;
    EXECUTE 'CALL public.add_columnstore_policy(''telemetry.metrics_1h'', after => INTERVAL ''30 days'')';
    EXECUTE 'CALL public.add_columnstore_policy(''telemetry.metrics_1d'', after => INTERVAL ''360 days'')';
  END IF;
END
$$;
