CREATE TABLE erasures (
  id uuid CONSTRAINT pk_erasures PRIMARY KEY,
  tenant_id uuid,
  subject text NOT NULL,
  subject_id uuid NOT NULL,
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL,
  completed_at timestamptz,
  CONSTRAINT ck_erasures_subject CHECK (
    CASE subject WHEN 'DEVICE' THEN tenant_id IS NOT NULL WHEN 'TENANT' THEN tenant_id IS NULL
    ELSE false END)
);
COMMENT ON TABLE erasures IS
  'A request to erase all data of a device or a tenant, and its receipt, which outlives them';
COMMENT ON COLUMN erasures.tenant_id IS
  'Whose device; null where the subject is a tenant. No foreign key: the tenant may be gone';
COMMENT ON COLUMN erasures.subject_id IS 'device-api''s id of the device, or the id of the tenant';
COMMENT ON COLUMN erasures.requested_by IS 'The subject of the token that asked for it';
COMMENT ON COLUMN erasures.completed_at IS 'When the last part was done; null until then';
-- one pending erasure of a subject; what is pending
CREATE UNIQUE INDEX uq_erasures_pending ON erasures (tenant_id, subject, subject_id)
  NULLS NOT DISTINCT WHERE completed_at IS NULL;
-- a tenant's erasures, or the platform's, youngest first
CREATE INDEX ix_erasures_list ON erasures (tenant_id, id DESC);

CREATE TABLE erasure_parts (
  erasure_id uuid NOT NULL CONSTRAINT fk_erasure_parts_erasure REFERENCES erasures (id),
  service text NOT NULL,
  counts jsonb NOT NULL DEFAULT '{}',
  completed_at timestamptz,
  CONSTRAINT pk_erasure_parts PRIMARY KEY (erasure_id, service),
  CONSTRAINT ck_erasure_parts_counts CHECK (jsonb_typeof(counts) = 'object')
);
COMMENT ON TABLE erasure_parts IS 'What one service has to erase, and how much that was';
COMMENT ON COLUMN erasure_parts.counts IS 'Rows deleted, by table';
COMMENT ON COLUMN erasure_parts.completed_at IS
  'When the service reported that nothing is left with it; null until then';
-- what a service has yet to erase
CREATE INDEX ix_erasure_parts_pending ON erasure_parts (service, erasure_id)
  WHERE completed_at IS NULL;

ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
-- work for no tenant reads the platform's, which are those of tenants
CREATE POLICY tenant_or_platform ON erasures FOR SELECT TO identity_app
  USING (tenant_id IS NOT DISTINCT FROM
    nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
CREATE POLICY of_any_tenant ON erasures TO identity_eraser USING (true) WITH CHECK (true);
ALTER TABLE erasure_parts ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_erasures_seen ON erasure_parts FOR SELECT TO identity_app
  USING (EXISTS (SELECT FROM erasures e WHERE e.id = erasure_id));
CREATE POLICY of_any_tenant ON erasure_parts TO identity_eraser USING (true) WITH CHECK (true);

-- the service's role reads; only the functions of R__erasures.sql write
GRANT SELECT ON erasures, erasure_parts TO identity_app;
GRANT SELECT, INSERT, UPDATE (completed_at) ON erasures TO identity_eraser;
GRANT SELECT, INSERT, UPDATE (counts, completed_at) ON erasure_parts TO identity_eraser;

-- what the functions may erase of a tenant
GRANT SELECT, DELETE ON users, refresh_tokens, api_tokens, security_events, tenants
  TO identity_eraser;
-- a row is locked before it is deleted
GRANT UPDATE (updated_at) ON tenants TO identity_eraser;
CREATE POLICY of_any_tenant ON users TO identity_eraser USING (tenant_id IS NOT NULL);
CREATE POLICY of_any_tenant ON refresh_tokens TO identity_eraser USING (tenant_id IS NOT NULL);
CREATE POLICY of_any_tenant ON api_tokens TO identity_eraser USING (tenant_id IS NOT NULL);
CREATE POLICY of_any_tenant ON security_events TO identity_eraser
  USING (tenant_id IS NOT NULL) WITH CHECK (type = 'ERASURE_COMPLETED');
GRANT INSERT ON security_events TO identity_eraser;
