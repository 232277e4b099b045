ALTER TABLE ended_sessions ALTER COLUMN tenant_id DROP NOT NULL;
COMMENT ON COLUMN ended_sessions.tenant_id IS 'Whose user it is; null for a platform admin';

-- for end_platform_admin_tokens
CREATE POLICY of_no_tenant ON ended_sessions TO identity_lookup
  USING (tenant_id IS NULL) WITH CHECK (tenant_id IS NULL);
GRANT INSERT, DELETE ON ended_sessions TO identity_lookup;
GRANT UPDATE (below_generation, ended_at) ON ended_sessions TO identity_lookup;
