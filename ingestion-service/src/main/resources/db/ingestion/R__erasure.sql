-- What nobody may delete, these may, and they leave a trace: they belong to telemetry_eraser, and no row
-- goes by them without being counted in erasure_progress in the same transaction. Each takes a range of
-- time, from inclusive and to exclusive, that one chunk covers; they are planned for it each time.
SET LOCAL ROLE telemetry_eraser;

-- Begins a deletion: false where another replica is at it.
CREATE OR REPLACE FUNCTION telemetry.begin_erasing(p_erasure uuid, p_what text)
  RETURNS boolean
  LANGUAGE plpgsql SET search_path = telemetry, pg_temp
AS $$
BEGIN
  INSERT INTO erasure_progress (erasure_id, what) VALUES (p_erasure, p_what) ON CONFLICT DO NOTHING;
  PERFORM FROM erasure_progress WHERE erasure_id = p_erasure AND what = p_what
    FOR UPDATE SKIP LOCKED;
  RETURN FOUND;
END
$$;

-- Deletes at most so many messages of devices of a tenant; how many, or null where another replica is
-- at it.
CREATE OR REPLACE FUNCTION telemetry.erase_telemetry(
    p_erasure uuid, p_tenant uuid, p_devices uuid[], p_from timestamptz, p_to timestamptz,
    p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_device uuid;
  v_time timestamptz;
  v_deleted bigint;
BEGIN
  IF NOT begin_erasing(p_erasure, 'telemetry') THEN
    RETURN NULL;
  END IF;
  -- what the roller has computed from these messages it has written by now, and is erased later
  PERFORM hold_rollups();
  IF current_setting('timescaledb.license') = 'timescale' THEN
    -- a chunk in columns has to be unpacked as far as the devices go
    PERFORM set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', true);
  END IF;
  -- the first that is one too many
  SELECT device_id, time INTO v_device, v_time FROM telemetry
    WHERE tenant_id = p_tenant AND device_id = ANY (p_devices)
      AND time >= p_from AND time < p_to
    ORDER BY device_id, time OFFSET p_limit LIMIT 1;
  IF FOUND THEN
    DELETE FROM telemetry
      WHERE tenant_id = p_tenant AND device_id = ANY (p_devices)
        AND time >= p_from AND time < p_to
        AND device_id <= v_device AND (device_id < v_device OR time < v_time);
  ELSE
    DELETE FROM telemetry
      WHERE tenant_id = p_tenant AND device_id = ANY (p_devices)
        AND time >= p_from AND time < p_to;
  END IF;
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = 'telemetry' AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

-- Deletes at most so many dead letters of a device or, without one, of the tenant; how many, or null
-- where another replica is at it.
CREATE OR REPLACE FUNCTION telemetry.erase_rejected_messages(
    p_erasure uuid, p_tenant uuid, p_device uuid, p_from timestamptz, p_to timestamptz,
    p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_deleted bigint;
BEGIN
  IF NOT begin_erasing(p_erasure, 'rejected_messages') THEN
    RETURN NULL;
  END IF;
  DELETE FROM rejected_messages
    WHERE received_at >= p_from AND received_at < p_to AND tenant_id = p_tenant
      AND id = ANY (ARRAY(
        SELECT id FROM rejected_messages
          WHERE received_at >= p_from AND received_at < p_to AND tenant_id = p_tenant
            AND (p_device IS NULL OR device_id = p_device)
          LIMIT p_limit));
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = 'rejected_messages' AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

-- Deletes at most so many events of a device or, without one, of the tenant; how many, or null
-- where another replica is at it.
CREATE OR REPLACE FUNCTION telemetry.erase_events(
    p_erasure uuid, p_tenant uuid, p_device uuid, p_from timestamptz, p_to timestamptz,
    p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_deleted bigint;
BEGIN
  IF NOT begin_erasing(p_erasure, 'events') THEN
    RETURN NULL;
  END IF;
  DELETE FROM events
    WHERE time >= p_from AND time < p_to AND tenant_id = p_tenant
      AND id = ANY (ARRAY(
        SELECT id FROM events
          WHERE time >= p_from AND time < p_to AND tenant_id = p_tenant
            AND (p_device IS NULL OR device_id = p_device)
          LIMIT p_limit));
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = 'events' AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

-- Deletes at most so many notes of dirty hours of devices of a tenant; how many, or null where another
-- replica is at it.
CREATE OR REPLACE FUNCTION telemetry.erase_rollup_dirty(
    p_erasure uuid, p_tenant uuid, p_device uuid, p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_deleted bigint;
BEGIN
  IF NOT begin_erasing(p_erasure, 'rollup_dirty') THEN
    RETURN NULL;
  END IF;
  PERFORM hold_rollups();
  DELETE FROM rollup_dirty
    WHERE id = ANY (ARRAY(
      SELECT id FROM rollup_dirty
        WHERE tenant_id = p_tenant AND (p_device IS NULL OR device_id = p_device)
        LIMIT p_limit));
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = 'rollup_dirty' AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

-- Deletes at most so many cells of devices of a tenant from metrics_1h or metrics_1d; how many, or null
-- where another replica is at it. No cell comes again: what it is computed from went before it.
CREATE OR REPLACE FUNCTION telemetry.erase_rollups(
    p_erasure uuid, p_rollup text, p_tenant uuid, p_devices uuid[], p_from timestamptz,
    p_to timestamptz, p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = telemetry, pg_temp
AS $$
DECLARE
  v_deleted bigint;
BEGIN
  IF p_rollup NOT IN ('metrics_1h', 'metrics_1d') THEN
    RAISE EXCEPTION '% is no rollup', p_rollup;
  END IF;
  IF NOT begin_erasing(p_erasure, p_rollup) THEN
    RETURN NULL;
  END IF;
  PERFORM hold_rollups();
  IF current_setting('timescaledb.license') = 'timescale' THEN
    PERFORM set_config('timescaledb.max_tuples_decompressed_per_dml_transaction', '0', true);
  END IF;
  EXECUTE format($sql$
    DELETE FROM %I AS cell
      USING (
        SELECT device_id, field, schema_version_id, bucket FROM %I
          WHERE tenant_id = $1 AND device_id = ANY ($2) AND bucket >= $3 AND bucket < $4
          LIMIT $5) AS picked
      WHERE cell.device_id = picked.device_id AND cell.field = picked.field
        AND cell.schema_version_id = picked.schema_version_id AND cell.bucket = picked.bucket
        AND cell.bucket >= $3 AND cell.bucket < $4
    $sql$, p_rollup, p_rollup)
    USING p_tenant, p_devices, p_from, p_to, p_limit;
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = p_rollup AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

REVOKE ALL ON FUNCTION
  telemetry.begin_erasing, telemetry.erase_telemetry, telemetry.erase_rejected_messages,
  telemetry.erase_events, telemetry.erase_rollup_dirty, telemetry.erase_rollups FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  telemetry.erase_telemetry, telemetry.erase_rejected_messages, telemetry.erase_events,
  telemetry.erase_rollup_dirty, telemetry.erase_rollups TO telemetry_writer;

-- What is kept of devices beside what they sent: their counters, activity and status.

-- Deletes the counters of a device or, without one, of the tenant, and what is not folded into them any
-- more; how many, or null where another replica is at it or something is to be folded yet.
CREATE OR REPLACE FUNCTION telemetry.erase_counters(
    p_erasure uuid, p_tenant uuid, p_device uuid, p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_counters bigint;
  v_deltas bigint;
BEGIN
  IF NOT begin_erasing(p_erasure, 'ingestion_counters')
    OR NOT begin_erasing(p_erasure, 'ingestion_deltas')
    OR EXISTS (
      SELECT FROM ingestion_deltas
        WHERE folded_at IS NULL AND tenant_id = p_tenant
          AND (p_device IS NULL OR p_device = ANY (device_ids))) THEN
    RETURN NULL;
  END IF;
  DELETE FROM ingestion_counters
    WHERE (tenant_id, device_id, protocol) IN (
      SELECT tenant_id, device_id, protocol FROM ingestion_counters
        WHERE tenant_id = p_tenant AND (p_device IS NULL OR device_id = p_device)
        LIMIT p_limit);
  GET DIAGNOSTICS v_counters = ROW_COUNT;
  DELETE FROM ingestion_deltas
    WHERE (id, tenant_id, protocol) IN (
      SELECT id, tenant_id, protocol FROM ingestion_deltas
        WHERE tenant_id = p_tenant AND folded_at IS NOT NULL
          AND (p_device IS NULL OR p_device = ANY (device_ids))
        LIMIT p_limit);
  GET DIAGNOSTICS v_deltas = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted
      + CASE what WHEN 'ingestion_counters' THEN v_counters ELSE v_deltas END
    WHERE erasure_id = p_erasure AND what IN ('ingestion_counters', 'ingestion_deltas');
  RETURN v_counters + v_deltas;
END
$$;

-- Deletes the activity of a device or, without one, of at most so many of the tenant's; how many, or null
-- where another replica is at it.
CREATE OR REPLACE FUNCTION telemetry.erase_device_activity(
    p_erasure uuid, p_tenant uuid, p_device uuid, p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_deleted bigint;
BEGIN
  IF NOT begin_erasing(p_erasure, 'device_activity') THEN
    RETURN NULL;
  END IF;
  DELETE FROM device_activity
    WHERE device_id = ANY (ARRAY(
      SELECT device_id FROM device_activity
        WHERE tenant_id = p_tenant AND (p_device IS NULL OR device_id = p_device)
        LIMIT p_limit));
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = 'device_activity' AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

-- Deletes at most so many transitions of a device or, without one, of the tenant; how many, or null where
-- another replica is at it.
CREATE OR REPLACE FUNCTION telemetry.erase_device_status_history(
    p_erasure uuid, p_tenant uuid, p_device uuid, p_from timestamptz, p_to timestamptz,
    p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_deleted bigint;
BEGIN
  IF NOT begin_erasing(p_erasure, 'device_status_history') THEN
    RETURN NULL;
  END IF;
  DELETE FROM device_status_history
    WHERE time >= p_from AND time < p_to
      AND (device_id, time) IN (
        SELECT device_id, time FROM device_status_history
          WHERE time >= p_from AND time < p_to AND tenant_id = p_tenant
            AND (p_device IS NULL OR device_id = p_device)
          LIMIT p_limit);
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = 'device_status_history' AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

REVOKE ALL ON FUNCTION
  telemetry.erase_counters, telemetry.erase_device_activity, telemetry.erase_device_status_history
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  telemetry.erase_counters, telemetry.erase_device_activity, telemetry.erase_device_status_history
  TO telemetry_writer;

RESET ROLE;
