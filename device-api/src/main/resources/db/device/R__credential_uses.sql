SET LOCAL ROLE device_lookup;

-- Adds what is known of when credentials were used, whosever they are: the three arrays go together,
-- the ids at most once each. The first use stays the earliest and the last the latest, whoever
-- records them in whatever order. An id that no credential has is passed over.
CREATE OR REPLACE FUNCTION record_credential_uses(
    p_ids uuid[], p_firsts timestamptz[], p_lasts timestamptz[])
  RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = device, pg_temp
AS $$
  -- in one order, or two replicas that record the same credentials could wait for each other
  SELECT id FROM device_credentials WHERE id = ANY (p_ids) ORDER BY id FOR NO KEY UPDATE;

  UPDATE device_credentials c
    SET first_used_at = least(c.first_used_at, u.first),
        last_used_at = greatest(c.last_used_at, u.last)
    FROM unnest(p_ids, p_firsts, p_lasts) AS u (id, first, last)
    WHERE c.id = u.id
      AND (c.first_used_at IS NULL OR c.first_used_at > u.first OR c.last_used_at < u.last);
$$;

REVOKE ALL ON FUNCTION record_credential_uses FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_credential_uses TO device_app;

RESET ROLE;
