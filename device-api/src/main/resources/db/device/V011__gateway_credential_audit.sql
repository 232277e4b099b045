-- what points at a credential by (tenant_id, id) stays with its tenant
ALTER TABLE device_credentials
  ADD CONSTRAINT uq_device_credentials_tenant_id UNIQUE (tenant_id, id);

CREATE TABLE gateway_credential_audit_logs (
  id uuid CONSTRAINT pk_gateway_credential_audit_logs PRIMARY KEY,
  tenant_id uuid NOT NULL,
  credential_id uuid NOT NULL,
  action text NOT NULL,
  actor text NOT NULL,
  patch jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  CONSTRAINT fk_gateway_credential_audit_logs_credential FOREIGN KEY (tenant_id, credential_id)
    REFERENCES device_credentials (tenant_id, id) ON DELETE RESTRICT
);
COMMENT ON TABLE gateway_credential_audit_logs IS
  'Who issued or revoked which of the gateways'' credentials, and when; append-only';
COMMENT ON COLUMN gateway_credential_audit_logs.actor IS
  'The subject of the token that made the change';
COMMENT ON COLUMN gateway_credential_audit_logs.patch IS
  'JSON Patch (RFC 6902) from the credential''s state before';
-- the log of a tenant, newest first
CREATE INDEX ix_gateway_credential_audit_logs_list
  ON gateway_credential_audit_logs (tenant_id, id DESC);
-- the key to the credential: what is deleted with it
CREATE INDEX ix_gateway_credential_audit_logs_credential
  ON gateway_credential_audit_logs (tenant_id, credential_id);

ALTER TABLE gateway_credential_audit_logs ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON gateway_credential_audit_logs TO device_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT ON gateway_credential_audit_logs TO device_app;

-- what the function of R__erasure.sql may erase, and nobody else
GRANT SELECT, DELETE ON gateway_credential_audit_logs TO device_eraser;
CREATE POLICY of_any_tenant ON gateway_credential_audit_logs TO device_eraser USING (true);
