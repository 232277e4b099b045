-- Columnstore is in the Community edition only; the Apache edition keeps rows and answers the same.
DO $$
BEGIN
  IF current_setting('timescaledb.license') = 'timescale' THEN
    EXECUTE 'ALTER TABLE telemetry.telemetry SET ('
      || 'timescaledb.compress, '
      || 'timescaledb.compress_segmentby = ''device_id'', '
      || 'timescaledb.compress_orderby = ''time DESC'')';
    EXECUTE 'CALL public.add_columnstore_policy(''telemetry.telemetry'', after => INTERVAL ''7 days'')';
  END IF;
END
$$;
