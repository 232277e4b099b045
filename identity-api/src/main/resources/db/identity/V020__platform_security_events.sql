-- Work for no tenant reads the platform's events: which are those of no tenant, and no others.
DROP POLICY tenant_only ON security_events;
CREATE POLICY tenant_or_platform_reads ON security_events FOR SELECT TO identity_app
  USING (tenant_id IS NOT DISTINCT FROM
    nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
