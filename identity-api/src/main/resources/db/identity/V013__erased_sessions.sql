-- what ended of a tenant's users goes with the tenant
GRANT SELECT, DELETE ON ended_sessions TO identity_eraser;
CREATE POLICY of_any_tenant ON ended_sessions TO identity_eraser USING (true);
