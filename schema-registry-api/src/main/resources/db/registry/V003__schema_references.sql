ALTER TABLE schema_versions ADD COLUMN bundle json;

COMMENT ON COLUMN schema_versions.bundle IS
  'The definition with every version of another schema that it refers to under its $defs, as resolved when it was made; null where it refers to none';
