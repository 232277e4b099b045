-- finds what has answered for its transaction long enough, and is deleted
CREATE INDEX ix_ingestion_deltas_folded ON telemetry.ingestion_deltas (folded_at)
  WHERE folded_at IS NOT NULL;
