CREATE TABLE signing_keys (
  id uuid CONSTRAINT pk_signing_keys PRIMARY KEY,
  public_jwk text NOT NULL,
  private_jwk_sealed text NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);
COMMENT ON TABLE signing_keys IS
  'A key pair (ES256) that signs tokens; the youngest living one signs, all living ones verify';
COMMENT ON COLUMN signing_keys.id IS 'The kid of the tokens it signs';
COMMENT ON COLUMN signing_keys.public_jwk IS 'RFC 7517, as published';
COMMENT ON COLUMN signing_keys.private_jwk_sealed IS
  'RFC 7517 sealed by AES-256-GCM, base64: 12 bytes nonce, ciphertext, tag; bound to the id';
COMMENT ON COLUMN signing_keys.retired_at IS 'From then on it neither signs nor verifies';

GRANT SELECT, INSERT ON signing_keys TO identity_app;
GRANT UPDATE (retired_at) ON signing_keys TO identity_app;
