-- The database lowers the case of what is kept and of what is asked for, as it does for devices, so
-- that both are the same everywhere: Java lowers a sigma at a word's end to another letter.
ALTER TABLE device_types DROP COLUMN search_name;
ALTER TABLE device_types ADD COLUMN search_name text COLLATE "C"
  GENERATED ALWAYS AS (lower(name COLLATE pg_c_utf8)) STORED NOT NULL;
COMMENT ON COLUMN device_types.search_name IS 'The name in lower case, for searches by prefix';
