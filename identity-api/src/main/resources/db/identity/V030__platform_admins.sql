-- Work for no tenant manages the platform's own users, who are of no tenant, and reaches no others.
CREATE POLICY platform_only ON users TO identity_app
  USING (tenant_id IS NULL AND nullif(current_setting('sensormine.tenant_id', true), '') IS NULL)
  WITH CHECK (tenant_id IS NULL AND nullif(current_setting('sensormine.tenant_id', true), '') IS NULL);
-- for the end of their sessions
CREATE POLICY platform_only ON refresh_tokens TO identity_app
  USING (tenant_id IS NULL AND nullif(current_setting('sensormine.tenant_id', true), '') IS NULL)
  WITH CHECK (tenant_id IS NULL AND nullif(current_setting('sensormine.tenant_id', true), '') IS NULL);
