-- Pages of what a tenant has, for the reader, by functions: a view with security_barrier is planned without
-- regard to the order that is asked of it, so that a page would read and sort all that its tenant has. These
-- read as much as they tell. Each filters by the tenant setting like the views of R__query_views.sql, and by
-- values only; they work with the owner's rights on the tables, and are planned for their values each time.

-- A tenant's events in order of (time, id, device): of all devices or one, of all types or one, of all
-- severities or some; from p_from, before p_to, beyond the event that p_after_* name, at most p_limit.
CREATE OR REPLACE FUNCTION query.events_page(
    p_device uuid, p_type text, p_severities text[], p_from timestamptz, p_to timestamptz,
    p_ascending boolean, p_after_time timestamptz, p_after_id uuid, p_after_device uuid,
    p_limit integer)
  RETURNS SETOF query.events
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_tenant uuid := nullif(current_setting('sensormine.tenant_id', true), '')::uuid;
BEGIN
  IF p_ascending THEN
    RETURN QUERY
      SELECT e.tenant_id, e.device_id, e.id, e.time, e.type, e.severity, e.message, e.attributes,
        e.received_at
      FROM events e
      WHERE e.tenant_id = v_tenant
        AND (p_device IS NULL OR e.device_id = p_device)
        AND (p_type IS NULL OR e.type = p_type)
        AND (p_severities IS NULL OR e.severity = ANY (p_severities))
        AND e.time >= p_from AND e.time < p_to
        AND (p_after_time IS NULL OR e.time >= p_after_time)
        AND (p_after_time IS NULL
          OR (e.time, e.id, e.device_id) > (p_after_time, p_after_id, p_after_device))
      ORDER BY e.time, e.id, e.device_id
      LIMIT p_limit;
  ELSE
    RETURN QUERY
      SELECT e.tenant_id, e.device_id, e.id, e.time, e.type, e.severity, e.message, e.attributes,
        e.received_at
      FROM events e
      WHERE e.tenant_id = v_tenant
        AND (p_device IS NULL OR e.device_id = p_device)
        AND (p_type IS NULL OR e.type = p_type)
        AND (p_severities IS NULL OR e.severity = ANY (p_severities))
        AND e.time >= p_from AND e.time < p_to
        AND (p_after_time IS NULL OR e.time <= p_after_time)
        AND (p_after_time IS NULL
          OR (e.time, e.id, e.device_id) < (p_after_time, p_after_id, p_after_device))
      ORDER BY e.time DESC, e.id DESC, e.device_id DESC
      LIMIT p_limit;
  END IF;
END
$$;

-- A device's changes of status in order of time: from p_from, before p_to, beyond p_after, at most p_limit.
CREATE OR REPLACE FUNCTION query.device_status_page(
    p_device uuid, p_from timestamptz, p_to timestamptz, p_ascending boolean,
    p_after timestamptz, p_limit integer)
  RETURNS SETOF query.device_status_history
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_tenant uuid := nullif(current_setting('sensormine.tenant_id', true), '')::uuid;
BEGIN
  IF p_ascending THEN
    RETURN QUERY
      SELECT h.tenant_id, h.device_id, h.time, h.status, h.reason, h.evidence
      FROM device_status_history h
      WHERE h.tenant_id = v_tenant AND h.device_id = p_device
        AND h.time >= p_from AND h.time < p_to AND (p_after IS NULL OR h.time > p_after)
      ORDER BY h.time
      LIMIT p_limit;
  ELSE
    RETURN QUERY
      SELECT h.tenant_id, h.device_id, h.time, h.status, h.reason, h.evidence
      FROM device_status_history h
      WHERE h.tenant_id = v_tenant AND h.device_id = p_device
        AND h.time >= p_from AND h.time < p_to AND (p_after IS NULL OR h.time < p_after)
      ORDER BY h.time DESC
      LIMIT p_limit;
  END IF;
END
$$;

-- A device's newest messages since p_since, at most p_limit.
CREATE OR REPLACE FUNCTION query.newest_messages(
    p_device uuid, p_since timestamptz, p_limit integer)
  RETURNS SETOF query.telemetry
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = telemetry, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  v_tenant uuid := nullif(current_setting('sensormine.tenant_id', true), '')::uuid;
BEGIN
  RETURN QUERY
    SELECT t.tenant_id, t.device_id, t.time, t.schema_version_id, t.fields, t.received_at
    FROM telemetry t
    WHERE t.tenant_id = v_tenant
      AND t.device_id = p_device AND t.time >= p_since
    ORDER BY t.time DESC
    LIMIT p_limit;
END
$$;

REVOKE ALL ON FUNCTION query.events_page, query.device_status_page, query.newest_messages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION query.events_page, query.device_status_page, query.newest_messages
  TO telemetry_reader;
