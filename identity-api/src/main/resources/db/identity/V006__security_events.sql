CREATE TABLE security_events (
  id uuid CONSTRAINT pk_security_events PRIMARY KEY,
  tenant_id uuid CONSTRAINT fk_security_events_tenant REFERENCES tenants (id),
  occurred_at timestamptz NOT NULL,
  type text NOT NULL,
  actor text,
  target text,
  detail text
);
COMMENT ON TABLE security_events IS 'Something that an auditor asks about; append-only';
COMMENT ON COLUMN security_events.tenant_id IS 'Whose event it is; null where it is the platform''s';
COMMENT ON COLUMN security_events.actor IS
  'The subject of the token that acted; null where nobody was signed in';
COMMENT ON COLUMN security_events.target IS 'The id of the user, token or tenant it happened to';
COMMENT ON COLUMN security_events.detail IS 'A few words; never what somebody typed at a login';
-- a tenant's events, youngest first
CREATE INDEX ix_security_events_tenant_list ON security_events (tenant_id, id DESC);

ALTER TABLE security_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON security_events FOR SELECT TO identity_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
-- work for no tenant writes the platform's events, and reads none
CREATE POLICY tenant_or_platform ON security_events FOR INSERT TO identity_app
  WITH CHECK (tenant_id IS NOT DISTINCT FROM
    nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT ON security_events TO identity_app;
