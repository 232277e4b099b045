ALTER TABLE device_type_audit_logs ADD COLUMN details jsonb;
COMMENT ON COLUMN device_type_audit_logs.details IS
  'What else is to know: the version rolled back to, what was broken by force; null where nothing is';
