-- What must look before a tenant is known. The function belongs to device_lookup, sees past
-- row-level security by that role's own policies, and gives no more than its caller needs.
SET LOCAL ROLE device_lookup;

-- Whose a living credential is, found by the unique index on the hash. No row where it is unknown,
-- revoked, expired, not yet valid, or of a retired device. device_id is null for a gateway's.
CREATE OR REPLACE FUNCTION verify_credential(p_sha256 text, p_now timestamptz)
  RETURNS TABLE (id uuid, tenant_id uuid, name text, not_after timestamptz, device_id uuid,
    external_id text, device_name text, device_type_id uuid, status text, tags text[],
    attributes jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = device, pg_temp
AS $$
  SELECT c.id, c.tenant_id, c.name, c.not_after, d.id, d.external_id, d.name, d.device_type_id,
      d.status, d.tags, d.attributes
    FROM device_credentials c
    LEFT JOIN devices d ON d.id = c.device_id AND d.tenant_id = c.tenant_id
    WHERE c.secret_sha256 = p_sha256
      AND c.revoked_at IS NULL
      AND (c.not_before IS NULL OR c.not_before <= p_now)
      AND (c.not_after IS NULL OR c.not_after > p_now)
      AND (d.status IS NULL OR d.status <> 'RETIRED');
$$;

REVOKE ALL ON FUNCTION verify_credential FROM PUBLIC;
GRANT EXECUTE ON FUNCTION verify_credential TO device_app;

RESET ROLE;
