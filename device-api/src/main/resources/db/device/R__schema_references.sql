SET LOCAL ROLE device_lookup;

-- Which tenants have living device types that refer to a schema: their ids only, in order, those
-- after p_after. For the reference audit, which then works for each as that tenant.
CREATE OR REPLACE FUNCTION tenants_with_references(p_after uuid, p_limit integer)
  RETURNS TABLE (tenant_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = device, pg_temp
AS $$
  SELECT DISTINCT t.tenant_id
    FROM device_types t
    WHERE t.tenant_id > p_after AND t.archived_at IS NULL AND t.schema_id IS NOT NULL
    ORDER BY t.tenant_id
    LIMIT p_limit;
$$;

REVOKE ALL ON FUNCTION tenants_with_references FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_references TO device_app;

RESET ROLE;
