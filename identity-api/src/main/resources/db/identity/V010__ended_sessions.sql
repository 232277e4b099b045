ALTER TABLE users ADD COLUMN token_generation integer NOT NULL DEFAULT 0;
ALTER TABLE users ADD CONSTRAINT ck_users_token_generation CHECK (token_generation >= 0);
COMMENT ON COLUMN users.token_generation IS
  'Of the access tokens issued now, which carry it; those of an earlier one are refused';

CREATE TABLE ended_sessions (
  user_id uuid CONSTRAINT pk_ended_sessions PRIMARY KEY,
  tenant_id uuid NOT NULL CONSTRAINT fk_ended_sessions_tenant REFERENCES tenants (id),
  below_generation integer NOT NULL,
  ended_at timestamptz NOT NULL,
  CONSTRAINT ck_ended_sessions_generation CHECK (below_generation > 0)
);
COMMENT ON TABLE ended_sessions IS
  'A user whose older access tokens are refused; of use until the last of them has expired';
COMMENT ON COLUMN ended_sessions.user_id IS
  'A user''s id; without a foreign key, for the user may be gone';
COMMENT ON COLUMN ended_sessions.below_generation IS
  'Tokens of a generation below this one are refused; the largest integer for a deleted user';
-- the key to the tenant; a tenant's youngest, and those to be forgotten
CREATE INDEX ix_ended_sessions_tenant ON ended_sessions (tenant_id);
-- all that were ended in the last hour: every service asks every few seconds
CREATE INDEX ix_ended_sessions_recent ON ended_sessions (ended_at);

ALTER TABLE ended_sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_only ON ended_sessions TO identity_app
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);
CREATE POLICY before_the_tenant_is_known ON ended_sessions FOR SELECT TO identity_lookup
  USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON ended_sessions TO identity_app;
GRANT SELECT ON ended_sessions TO identity_lookup;
