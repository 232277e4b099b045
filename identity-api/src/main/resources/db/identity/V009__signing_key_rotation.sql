ALTER TABLE signing_keys ADD COLUMN signs_from timestamptz;
-- until now a key signed as soon as it was made
UPDATE signing_keys SET signs_from = created_at;
ALTER TABLE signing_keys ALTER COLUMN signs_from SET NOT NULL;

COMMENT ON TABLE signing_keys IS
  'A key pair (ES256) that signs tokens. All living ones verify; of those whose signs_from has come, the last signs';
COMMENT ON COLUMN signing_keys.signs_from IS
  'Published since created_at, it signs from then on, until another''s signs_from';

GRANT UPDATE (signs_from) ON signing_keys TO identity_app;
GRANT SELECT ON signing_keys TO identity_lookup;
GRANT UPDATE (private_jwk_sealed) ON signing_keys TO identity_lookup;
