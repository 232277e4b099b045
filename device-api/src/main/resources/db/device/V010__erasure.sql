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
CREATE POLICY counts_of_any_tenant ON erasure_progress FOR SELECT TO device_app USING (true);
CREATE POLICY of_any_tenant ON erasure_progress TO device_eraser USING (true) WITH CHECK (true);
GRANT SELECT ON erasure_progress TO device_app;
GRANT SELECT, INSERT, UPDATE (deleted) ON erasure_progress TO device_eraser;

-- what the function of R__erasure.sql may erase, and nobody else
GRANT SELECT, DELETE ON device_types, device_type_versions, device_type_audit_logs, devices,
  device_search, device_audit_logs, device_credentials TO device_eraser;
CREATE POLICY of_any_tenant ON device_types TO device_eraser USING (true);
CREATE POLICY of_any_tenant ON device_type_versions TO device_eraser USING (true);
CREATE POLICY of_any_tenant ON device_type_audit_logs TO device_eraser USING (true);
CREATE POLICY of_any_tenant ON devices TO device_eraser USING (true);
CREATE POLICY of_any_tenant ON device_search TO device_eraser USING (true);
CREATE POLICY of_any_tenant ON device_audit_logs TO device_eraser USING (true);
CREATE POLICY of_any_tenant ON device_credentials TO device_eraser USING (true);
