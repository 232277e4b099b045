CREATE TABLE telemetry.erasure_progress (
  erasure_id uuid NOT NULL,
  what text NOT NULL,
  deleted bigint NOT NULL DEFAULT 0,
  CONSTRAINT pk_erasure_progress PRIMARY KEY (erasure_id, what),
  CONSTRAINT ck_erasure_progress_deleted CHECK (deleted >= 0)
);
COMMENT ON TABLE telemetry.erasure_progress IS
  'How many rows of a table an erasure has deleted here; written with each deletion, for the receipt';
COMMENT ON COLUMN telemetry.erasure_progress.erasure_id IS
  'identity-api''s id of the erasure, of another owner';
COMMENT ON COLUMN telemetry.erasure_progress.what IS 'The table';

GRANT SELECT ON telemetry.erasure_progress TO telemetry_writer;
GRANT SELECT, INSERT, UPDATE (deleted) ON telemetry.erasure_progress TO telemetry_eraser;

-- what the functions of R__erasure.sql may erase, and nobody else
GRANT SELECT, DELETE ON telemetry.telemetry, telemetry.rejected_messages TO telemetry_eraser;
