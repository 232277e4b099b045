CREATE TABLE schemas (
  id                   uuid NOT NULL,
  tenant_id            uuid NOT NULL,
  name                 text NOT NULL,
  name_key             text COLLATE "C" NOT NULL,
  description          text,
  tags                 text[] NOT NULL,
  compatibility        text NOT NULL,
  compatibility_policy text NOT NULL,
  archived_at          timestamptz,
  created_at           timestamptz NOT NULL,
  CONSTRAINT pk_schemas PRIMARY KEY (id),
  CONSTRAINT uq_schemas_tenant_id UNIQUE (tenant_id, id),
  CONSTRAINT ck_schemas_name CHECK (name <> ''),
  CONSTRAINT ck_schemas_compatibility CHECK (compatibility IN ('NONE', 'BACKWARD', 'FORWARD', 'FULL',
    'BACKWARD_TRANSITIVE', 'FORWARD_TRANSITIVE', 'FULL_TRANSITIVE')),
  CONSTRAINT ck_schemas_compatibility_policy CHECK (compatibility_policy IN ('LENIENT', 'STRICT'))
);

-- a name is taken by a living schema only; an archived one gives it back
CREATE UNIQUE INDEX uq_schemas_tenant_name ON schemas (tenant_id, name) WHERE archived_at IS NULL;

-- serves the list, which is in this order, and its prefix search
CREATE INDEX ix_schemas_tenant_name_key ON schemas (tenant_id, name_key, id);

COMMENT ON TABLE schemas IS 'One row is a named contract of a tenant, whose versions say what a message looks like';
COMMENT ON COLUMN schemas.tenant_id IS 'identity.tenants.id, of another owner: no foreign key';
COMMENT ON COLUMN schemas.name_key IS
  'name in lower case, made by the service: a plain column, because lower() is not leakproof and row-level security would keep it from the index';
COMMENT ON COLUMN schemas.compatibility IS 'Which way a new version must agree with those before it';
COMMENT ON COLUMN schemas.compatibility_policy IS 'LENIENT lets an open content model gain optional fields';
COMMENT ON COLUMN schemas.archived_at IS 'Null while living; an archived schema still resolves, for what refers to it';
COMMENT ON CONSTRAINT uq_schemas_tenant_id ON schemas IS
  'What fk_schema_versions_schema points at, so that a version cannot join another tenant''s schema';

ALTER TABLE schemas ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON schemas
  USING (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT,
  UPDATE (description, tags, compatibility, compatibility_policy, archived_at)
  ON schemas TO registry_app;
