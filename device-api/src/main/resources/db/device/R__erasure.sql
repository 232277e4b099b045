-- What nobody may delete, this may, and it leaves a trace: the function belongs to device_eraser, and
-- no row goes by it without being counted in erasure_progress in the same transaction.
SET LOCAL ROLE device_eraser;

-- Deletes at most so many rows of a table that are about one device, or, without one, of the whole
-- tenant; how many that were, or null where another replica is at it.
CREATE OR REPLACE FUNCTION erase(
    p_erasure uuid, p_tenant uuid, p_device uuid, p_what text, p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = device, pg_temp
AS $$
DECLARE
  v_device text := CASE WHEN p_what = 'devices' THEN 'id' ELSE 'device_id' END;
  v_mine text := CASE WHEN p_device IS NULL THEN 'tenant_id = $1'
    ELSE format('tenant_id = $1 AND %I = $2', v_device) END;
  v_key text := CASE WHEN p_what = 'device_search' THEN 'kind, name, value, device_id'
    ELSE 'id' END;
  v_deleted bigint;
BEGIN
  IF NOT p_what = ANY (ARRAY['device_search', 'device_credentials', 'device_audit_logs', 'devices'])
    AND (p_device IS NOT NULL OR NOT p_what = ANY (ARRAY['gateway_credential_audit_logs',
      'device_type_audit_logs', 'device_type_versions', 'device_types'])) THEN
    RAISE EXCEPTION 'not erased: %', p_what;
  END IF;
  INSERT INTO erasure_progress (erasure_id, what) VALUES (p_erasure, p_what) ON CONFLICT DO NOTHING;
  PERFORM FROM erasure_progress WHERE erasure_id = p_erasure AND what = p_what
    FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  -- by key: a row that is just being changed is elsewhere afterwards, and must not be left
  EXECUTE format(
      'DELETE FROM %1$I WHERE %2$s AND (%3$s) IN (SELECT %3$s FROM %1$I WHERE %2$s LIMIT $3)',
      p_what, v_mine, v_key)
    USING p_tenant, p_device, p_limit;
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = p_what AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

REVOKE ALL ON FUNCTION erase FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase TO device_app;

RESET ROLE;
