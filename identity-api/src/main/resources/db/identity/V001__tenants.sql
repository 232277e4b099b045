CREATE TABLE tenants (
  id uuid CONSTRAINT pk_tenants PRIMARY KEY,
  slug text NOT NULL,
  name text NOT NULL,
  status text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT uq_tenants_slug UNIQUE (slug),
  CONSTRAINT ck_tenants_slug CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  CONSTRAINT ck_tenants_status CHECK (status IN ('ACTIVE', 'SUSPENDED'))
);
COMMENT ON TABLE tenants IS
  'A customer. Not a tenant''s own row, so without row-level security: platform admins manage it.';
COMMENT ON COLUMN tenants.slug IS 'What people type to say whose user they are; never changes';
-- which tenants are stopped: every service asks each minute
CREATE INDEX ix_tenants_suspended ON tenants (id) WHERE status = 'SUSPENDED';

GRANT SELECT, INSERT, UPDATE ON tenants TO identity_app;
GRANT SELECT ON tenants TO identity_lookup;
