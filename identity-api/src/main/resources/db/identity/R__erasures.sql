-- The ledger of erasures, and identity-api's own part. Each function belongs to identity_eraser; what
-- the service's role may not change by itself, it changes through these and leaves a trace.
SET LOCAL ROLE identity_eraser;

-- Files an erasure with a part for each of the services; the id of it, or of the pending one that
-- the subject has already.
CREATE OR REPLACE FUNCTION file_erasure(
    p_id uuid, p_tenant uuid, p_subject text, p_subject_id uuid, p_requested_by text,
    p_now timestamptz, p_services text[])
  RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
DECLARE
  v_pending uuid;
BEGIN
  LOOP
    INSERT INTO erasures (id, tenant_id, subject, subject_id, requested_by, requested_at)
      VALUES (p_id, p_tenant, p_subject, p_subject_id, p_requested_by, p_now)
      ON CONFLICT (tenant_id, subject, subject_id) WHERE completed_at IS NULL DO NOTHING;
    IF FOUND THEN
      INSERT INTO erasure_parts (erasure_id, service) SELECT p_id, unnest(p_services);
      RETURN p_id;
    END IF;
    SELECT id INTO v_pending FROM erasures
      WHERE tenant_id IS NOT DISTINCT FROM p_tenant AND subject = p_subject
        AND subject_id = p_subject_id AND completed_at IS NULL;
    IF FOUND THEN
      RETURN v_pending;
    END IF;
    -- it was completed between the two; the next round files
  END LOOP;
END
$$;

-- What a service has yet to erase, of all tenants, in the order of their ids and so about that of
-- their requests; those after one of them, if it is given.
DROP FUNCTION IF EXISTS pending_erasures(text, integer);
CREATE OR REPLACE FUNCTION pending_erasures(p_service text, p_after uuid, p_limit integer)
  RETURNS TABLE (id uuid, tenant_id uuid, subject text, subject_id uuid, requested_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  SELECT e.id, coalesce(e.tenant_id, e.subject_id), e.subject, e.subject_id, e.requested_at
    FROM erasure_parts p JOIN erasures e ON e.id = p.erasure_id
    WHERE p.service = p_service AND p.completed_at IS NULL
      AND (p_after IS NULL OR p.erasure_id > p_after)
    ORDER BY p.erasure_id
    LIMIT p_limit;
$$;

-- Notes that a service has erased its part; false where it has none in that erasure. A second report
-- changes nothing. By the last part the erasure is completed, which the log of whoever asked tells.
CREATE OR REPLACE FUNCTION report_erased_part(
    p_erasure uuid, p_service text, p_counts jsonb, p_now timestamptz, p_event uuid)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
BEGIN
  -- two last reports at once: the second sees the first
  PERFORM FROM erasures WHERE id = p_erasure FOR UPDATE;
  IF NOT EXISTS (SELECT FROM erasure_parts
      WHERE erasure_id = p_erasure AND service = p_service) THEN
    RETURN false;
  END IF;
  UPDATE erasure_parts SET counts = p_counts, completed_at = p_now
    WHERE erasure_id = p_erasure AND service = p_service AND completed_at IS NULL;
  UPDATE erasures SET completed_at = p_now
    WHERE id = p_erasure AND completed_at IS NULL
      AND NOT EXISTS (SELECT FROM erasure_parts
        WHERE erasure_id = p_erasure AND completed_at IS NULL);
  IF FOUND THEN
    INSERT INTO security_events (id, tenant_id, occurred_at, type, target, detail)
      SELECT p_event, tenant_id, p_now, 'ERASURE_COMPLETED', subject_id, subject
        FROM erasures WHERE id = p_erasure;
  END IF;
  RETURN true;
END
$$;

-- The erasures of tenants in which only identity-api's own part is left, and of whose devices none
-- is being erased, which would want to be told of to the tenant; in the order of their ids, those
-- after one of them, if it is given.
DROP FUNCTION IF EXISTS ripe_tenant_erasures(integer);
CREATE OR REPLACE FUNCTION ripe_tenant_erasures(p_after uuid, p_limit integer)
  RETURNS TABLE (id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  SELECT e.id FROM erasures e
    WHERE e.subject = 'TENANT' AND e.completed_at IS NULL
      AND (p_after IS NULL OR e.id > p_after)
      AND NOT EXISTS (SELECT FROM erasure_parts p
        WHERE p.erasure_id = e.id AND p.service <> 'identity-api' AND p.completed_at IS NULL)
      AND NOT EXISTS (SELECT FROM erasures d
        WHERE d.tenant_id = e.subject_id AND d.completed_at IS NULL)
    ORDER BY e.id
    LIMIT p_limit;
$$;

-- Deletes at most so many rows of the tenant of a ripe erasure, counts them in identity-api's part,
-- and with the tenant's own row, the last, completes the erasure; whether that is done. Null where
-- another replica is at it.
CREATE OR REPLACE FUNCTION erase_tenant(
    p_erasure uuid, p_limit integer, p_now timestamptz, p_event uuid)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
DECLARE
  v_tenant uuid;
  v_table text;
  v_deleted bigint;
  v_left bigint := p_limit;
  v_counts jsonb;
BEGIN
  SELECT e.subject_id, p.counts INTO v_tenant, v_counts
    FROM erasure_parts p JOIN erasures e ON e.id = p.erasure_id
    WHERE p.erasure_id = p_erasure AND p.service = 'identity-api' AND p.completed_at IS NULL
    FOR UPDATE OF p SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF NOT EXISTS (SELECT FROM ripe_tenant_erasures(NULL, NULL) r WHERE r.id = p_erasure) THEN
    RAISE EXCEPTION 'erasure % is not ripe', p_erasure;
  END IF;
  -- nobody adds to the tenant meanwhile
  PERFORM FROM tenants WHERE id = v_tenant FOR UPDATE;
  FOREACH v_table IN ARRAY ARRAY['refresh_tokens', 'api_tokens', 'users', 'ended_sessions',
      'security_events', 'tenants'] LOOP
    EXIT WHEN v_left <= 0;
    EXECUTE format(
        'DELETE FROM %1$I WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$I WHERE %2$I = $1 LIMIT $2))',
        v_table, CASE v_table WHEN 'tenants' THEN 'id' ELSE 'tenant_id' END)
      USING v_tenant, v_left;
    GET DIAGNOSTICS v_deleted = ROW_COUNT;
    v_left := v_left - v_deleted;
    v_counts := jsonb_set(v_counts, ARRAY[v_table],
      to_jsonb(coalesce((v_counts ->> v_table)::bigint, 0) + v_deleted));
  END LOOP;
  IF EXISTS (SELECT FROM tenants WHERE id = v_tenant) THEN
    UPDATE erasure_parts SET counts = v_counts
      WHERE erasure_id = p_erasure AND service = 'identity-api';
    RETURN false;
  END IF;
  PERFORM report_erased_part(p_erasure, 'identity-api', v_counts, p_now, p_event);
  RETURN true;
END
$$;

-- How many erasures are pending, and since when the oldest.
CREATE OR REPLACE FUNCTION count_pending_erasures()
  RETURNS TABLE (pending bigint, oldest timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  SELECT count(*), min(requested_at) FROM erasures WHERE completed_at IS NULL;
$$;

-- The tenants whose erasure was asked for, ever: an identity provider knows nothing of it, and goes on
-- signing in who belonged to them.
DROP FUNCTION IF EXISTS tenants_erased_since(timestamptz);
CREATE OR REPLACE FUNCTION erased_tenants()
  RETURNS TABLE (tenant_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  SELECT DISTINCT e.subject_id FROM erasures e
    WHERE e.subject = 'TENANT' AND e.tenant_id IS NULL;
$$;

-- Whether the erasure of a tenant is pending.
CREATE OR REPLACE FUNCTION tenant_erasure_pending(p_tenant uuid)
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM erasures
    WHERE tenant_id IS NULL AND subject = 'TENANT' AND subject_id = p_tenant
      AND completed_at IS NULL);
$$;

REVOKE ALL ON FUNCTION
  file_erasure, pending_erasures, report_erased_part, ripe_tenant_erasures, erase_tenant,
  count_pending_erasures, erased_tenants, tenant_erasure_pending FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  file_erasure, pending_erasures, report_erased_part, ripe_tenant_erasures, erase_tenant,
  count_pending_erasures, erased_tenants, tenant_erasure_pending TO identity_app;

RESET ROLE;
