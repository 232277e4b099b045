-- What nobody may delete, this may, and it leaves a trace: the function belongs to registry_eraser, and
-- no row goes by it without being counted in erasure_progress in the same transaction.
SET LOCAL ROLE registry_eraser;

-- Deletes at most so many rows of a table that are a tenant's; how many that were, or null where
-- another replica is at it.
CREATE OR REPLACE FUNCTION erase(p_erasure uuid, p_tenant uuid, p_what text, p_limit integer)
  RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = registry, pg_temp
AS $$
DECLARE
  v_deleted bigint;
BEGIN
  IF NOT p_what = ANY (ARRAY['schema_audit_logs', 'schema_versions', 'schemas']) THEN
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
      'DELETE FROM %1$I WHERE id IN (SELECT id FROM %1$I WHERE tenant_id = $1 LIMIT $2)', p_what)
    USING p_tenant, p_limit;
  GET DIAGNOSTICS v_deleted = ROW_COUNT;
  UPDATE erasure_progress SET deleted = deleted + v_deleted
    WHERE erasure_id = p_erasure AND what = p_what AND v_deleted > 0;
  RETURN v_deleted;
END
$$;

REVOKE ALL ON FUNCTION erase FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase TO registry_app;

RESET ROLE;
