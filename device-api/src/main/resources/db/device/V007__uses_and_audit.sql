-- what the functions of R__credential_uses.sql and R__schema_references.sql may do, and no more

GRANT UPDATE (first_used_at, last_used_at) ON device_credentials TO device_lookup;
CREATE POLICY uses_of_any_tenant ON device_credentials FOR UPDATE TO device_lookup
  USING (true) WITH CHECK (true);
-- from now on only the function writes them
REVOKE UPDATE (first_used_at, last_used_at) ON device_credentials FROM device_app;

GRANT SELECT (tenant_id, schema_id, archived_at) ON device_types TO device_lookup;
CREATE POLICY references_of_any_tenant ON device_types FOR SELECT TO device_lookup USING (true);
