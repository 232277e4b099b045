CREATE TABLE erasure_progress (
  erasure_id uuid NOT NULL,
  what text NOT NULL,
  deleted bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_erasure_progress PRIMARY KEY (erasure_id, what),
  CONSTRAINT ck_erasure_progress_deleted CHECK (deleted >= 0)
);
COMMENT ON TABLE erasure_progress IS
  'How many rows of a table an erasure has deleted here; written with each deletion, for the receipt';
COMMENT ON COLUMN erasure_progress.erasure_id IS 'identity-api''s id of the erasure, of another owner';
COMMENT ON COLUMN erasure_progress.what IS 'The table';

ALTER TABLE erasure_progress ENABLE ROW LEVEL SECURITY;
CREATE POLICY counts_of_any_tenant ON erasure_progress FOR SELECT TO registry_app USING (true);
CREATE POLICY of_any_tenant ON erasure_progress TO registry_eraser USING (true) WITH CHECK (true);
GRANT SELECT ON erasure_progress TO registry_app;
GRANT SELECT, INSERT, UPDATE (deleted) ON erasure_progress TO registry_eraser;

-- what the function of R__erasure.sql may erase, and nobody else
GRANT SELECT, DELETE ON schemas, schema_versions, schema_audit_logs TO registry_eraser;
CREATE POLICY of_any_tenant ON schemas TO registry_eraser USING (true);
CREATE POLICY of_any_tenant ON schema_versions TO registry_eraser USING (true);
CREATE POLICY of_any_tenant ON schema_audit_logs TO registry_eraser USING (true);
