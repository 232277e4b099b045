-- The database lowers the case of what is kept and of what is asked for, so that both are the same
-- everywhere: Java lowers a sigma at a word's end to another letter.
DROP INDEX ix_schemas_tenant_name_key;
ALTER TABLE schemas DROP COLUMN name_key;
ALTER TABLE schemas ADD COLUMN name_key text COLLATE "C"
  GENERATED ALWAYS AS (lower(name COLLATE pg_c_utf8)) STORED NOT NULL;
COMMENT ON COLUMN schemas.name_key IS
  'name in lower case: a column, because lower() is not leakproof and row-level security would keep it from the index';
-- serves the list, which is in this order, and its prefix search
CREATE INDEX ix_schemas_tenant_name_key ON schemas (tenant_id, name_key, id);
