-- What must look before a tenant is known. Each function belongs to identity_lookup, sees past
-- row-level security by that role's own policies, and gives no more than its caller needs.
SET LOCAL ROLE identity_lookup;

-- Counts an attempt to sign in before the password is looked at, so that attempts made at once
-- cannot outrun the lock, and gives what is needed to judge it.
--
-- One row where the slug is known (or none was given and the e-mail is a platform admin's), with a
-- null user where the e-mail is not; else no row. open: neither locked nor of a suspended tenant.
-- locking: unless the password is right, the user is locked from now on.
DROP FUNCTION IF EXISTS login_attempt(text, text, timestamptz, integer, timestamptz);
CREATE FUNCTION login_attempt(
    p_slug text, p_email text, p_now timestamptz, p_max_failures integer, p_lock_until timestamptz)
  RETURNS TABLE (tenant_id uuid, user_id uuid, password_hash text, roles text[],
    token_generation integer, open boolean, locking boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_tenant uuid;
  v_active boolean := true;
  v_user users%ROWTYPE;
  v_open boolean;
BEGIN
  -- a lost count of a crash does no harm; waiting for the disk would tell who exists
  PERFORM set_config('synchronous_commit', 'off', true);
  IF p_slug IS NOT NULL THEN
    SELECT t.id, t.status = 'ACTIVE' INTO v_tenant, v_active FROM tenants t WHERE t.slug = p_slug;
    IF NOT FOUND THEN
      RETURN;
    END IF;
  END IF;
  SELECT * INTO v_user FROM users u
    WHERE u.tenant_id IS NOT DISTINCT FROM v_tenant AND u.email = p_email
    FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN QUERY SELECT v_tenant, NULL::uuid, NULL::text, NULL::text[], 0, false, false
      WHERE v_tenant IS NOT NULL;
    RETURN;
  END IF;
  v_open := v_user.locked_until IS NULL OR v_user.locked_until <= p_now;
  IF v_open THEN
    IF v_user.locked_until IS NOT NULL THEN
      v_user.failed_logins := 0;
    END IF;
    v_user.failed_logins := v_user.failed_logins + 1;
    UPDATE users u SET
        failed_logins = v_user.failed_logins,
        locked_until = CASE WHEN v_user.failed_logins >= p_max_failures THEN p_lock_until END
      WHERE u.id = v_user.id;
  END IF;
  RETURN QUERY SELECT
    v_tenant, v_user.id, v_user.password_hash, v_user.roles, v_user.token_generation,
    v_open AND v_active, v_open AND v_user.failed_logins >= p_max_failures;
END
$$;

-- Takes back what login_attempt counted, the password having been right.
CREATE OR REPLACE FUNCTION login_succeeded(p_user uuid, p_now timestamptz)
  RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  UPDATE users SET failed_logins = 0, locked_until = NULL, last_login_at = p_now
    WHERE id = p_user;
$$;

-- The first refresh token of a family; false, and none, where the user is gone or has another
-- password or other roles than when the login was judged, which p_generation was read with.
DROP FUNCTION IF EXISTS open_refresh_family(uuid, uuid, text, timestamptz, timestamptz);
CREATE OR REPLACE FUNCTION open_refresh_family(
    p_id uuid, p_user uuid, p_generation integer, p_sha256 text, p_now timestamptz,
    p_expires timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
BEGIN
  -- a change in flight is waited for, and one to come waits and ends this family, too
  INSERT INTO refresh_tokens
      (id, tenant_id, user_id, family_id, secret_sha256, created_at, expires_at)
    SELECT p_id, tenant_id, id, p_id, p_sha256, p_now, p_expires
      FROM users WHERE id = p_user AND token_generation = p_generation
      FOR NO KEY UPDATE;
  RETURN FOUND;
END
$$;

-- Trades a refresh token for its successor. No row: unknown, expired, revoked or of a suspended
-- tenant; replayed: it was used before, and its whole family is revoked now.
DROP FUNCTION IF EXISTS rotate_refresh_token(text, uuid, text, timestamptz, timestamptz);
CREATE FUNCTION rotate_refresh_token(
    p_sha256 text, p_next_id uuid, p_next_sha256 text, p_now timestamptz, p_expires timestamptz)
  RETURNS TABLE (tenant_id uuid, user_id uuid, email text, roles text[], token_generation integer,
    replayed boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_token refresh_tokens%ROWTYPE;
BEGIN
  -- the user before the token, in the order in which a change of the password locks them: that, a
  -- logout and a replay wait and end the successor, or are waited for and have ended this token
  PERFORM FROM users u
    WHERE u.id = (SELECT r.user_id FROM refresh_tokens r WHERE r.secret_sha256 = p_sha256)
    FOR NO KEY UPDATE;
  SELECT * INTO v_token FROM refresh_tokens r WHERE r.secret_sha256 = p_sha256 FOR UPDATE;
  IF NOT FOUND OR v_token.revoked_at IS NOT NULL OR v_token.expires_at <= p_now THEN
    RETURN;
  END IF;
  IF v_token.used_at IS NOT NULL THEN
    UPDATE refresh_tokens r SET revoked_at = p_now
      WHERE r.family_id = v_token.family_id AND r.revoked_at IS NULL;
    RETURN QUERY SELECT v_token.tenant_id, v_token.user_id, NULL::text, NULL::text[], 0, true;
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM tenants t WHERE t.id = v_token.tenant_id AND t.status <> 'ACTIVE') THEN
    RETURN;
  END IF;
  UPDATE refresh_tokens r SET used_at = p_now WHERE r.id = v_token.id;
  INSERT INTO refresh_tokens
      (id, tenant_id, user_id, family_id, secret_sha256, created_at, expires_at)
    VALUES (p_next_id, v_token.tenant_id, v_token.user_id, v_token.family_id, p_next_sha256,
      p_now, p_expires);
  RETURN QUERY SELECT u.tenant_id, u.id, u.email, u.roles, u.token_generation, false
    FROM users u WHERE u.id = v_token.user_id;
END
$$;

-- Ends the family of a refresh token; one row where that changed something.
CREATE OR REPLACE FUNCTION revoke_refresh_family(p_sha256 text, p_now timestamptz)
  RETURNS TABLE (tenant_id uuid, user_id uuid)
  LANGUAGE sql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  -- as a statement of its own: a trade of the family's last token is waited for, and the statement
  -- below, which looks afresh, sees the successor
  SELECT FROM users u
    WHERE u.id = (SELECT r.user_id FROM refresh_tokens r WHERE r.secret_sha256 = p_sha256)
    FOR NO KEY UPDATE;

  WITH revoked AS (
    UPDATE refresh_tokens r SET revoked_at = p_now
      FROM refresh_tokens given
      WHERE given.secret_sha256 = p_sha256 AND r.family_id = given.family_id
        AND r.revoked_at IS NULL
      RETURNING r.tenant_id, r.user_id)
  SELECT DISTINCT tenant_id, user_id FROM revoked;
$$;

-- Who a living API token speaks for; notes, to the minute, that it was used.
CREATE OR REPLACE FUNCTION verify_api_token(p_sha256 text, p_now timestamptz)
  RETURNS TABLE (id uuid, tenant_id uuid, name text, roles text[], expires_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  UPDATE api_tokens a SET last_used_at = p_now
    WHERE a.secret_sha256 = p_sha256
      AND a.revoked_at IS NULL AND (a.expires_at IS NULL OR a.expires_at > p_now)
      AND (a.last_used_at IS NULL OR a.last_used_at < p_now - interval '1 minute');
  RETURN QUERY SELECT a.id, a.tenant_id, a.name, a.roles, a.expires_at
    FROM api_tokens a JOIN tenants t ON t.id = a.tenant_id
    WHERE a.secret_sha256 = p_sha256
      AND a.revoked_at IS NULL AND (a.expires_at IS NULL OR a.expires_at > p_now)
      AND t.status = 'ACTIVE';
END
$$;

-- A platform admin about themselves.
CREATE OR REPLACE FUNCTION platform_admin(p_user uuid)
  RETURNS TABLE (email text, display_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  SELECT email, display_name FROM users WHERE id = p_user AND tenant_id IS NULL;
$$;

-- Gives a platform admin another password, and ends what was signed in with the old one; whether
-- the generation is still the one that the old password was judged in.
CREATE OR REPLACE FUNCTION change_platform_admin_password(
    p_user uuid, p_generation integer, p_password_hash text, p_now timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
BEGIN
  -- as a statement of its own: whoever writes a refresh token now is waited for, and the statements
  -- below, which look afresh, see the token
  PERFORM FROM users
    WHERE id = p_user AND tenant_id IS NULL AND token_generation = p_generation FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE users SET password_hash = p_password_hash, failed_logins = 0, locked_until = NULL,
      token_generation = token_generation + 1, updated_at = p_now
    WHERE id = p_user AND tenant_id IS NULL;
  UPDATE refresh_tokens SET revoked_at = p_now
    WHERE user_id = p_user AND tenant_id IS NULL AND revoked_at IS NULL;
  RETURN true;
END
$$;

-- Has every service refuse a platform admin's access tokens from before, whoever gave them another
-- password or deleted them, by SQL, too; forgets those whose last token has long expired.
CREATE OR REPLACE FUNCTION end_platform_admin_tokens()
  RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
BEGIN
  DELETE FROM ended_sessions
    WHERE tenant_id IS NULL AND ended_at < clock_timestamp() - interval '1 day';
  INSERT INTO ended_sessions (user_id, below_generation, ended_at)
    VALUES (OLD.id,
      CASE TG_OP WHEN 'DELETE' THEN 2147483647 ELSE NEW.token_generation END, clock_timestamp())
    ON CONFLICT (user_id) DO UPDATE SET below_generation = excluded.below_generation,
      ended_at = excluded.ended_at;
  RETURN NULL;
END
$$;

-- Whether there is any platform admin.
CREATE OR REPLACE FUNCTION platform_admin_exists()
  RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM users WHERE tenant_id IS NULL);
$$;

-- Makes the first platform admin, whoever else tries at the same time; false where there is one.
CREATE OR REPLACE FUNCTION make_first_platform_admin(
    p_id uuid, p_email text, p_display_name text, p_password_hash text, p_now timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('identity.first_platform_admin', 0));
  IF EXISTS (SELECT FROM users WHERE tenant_id IS NULL) THEN
    RETURN false;
  END IF;
  INSERT INTO users (id, email, display_name, password_hash, roles, created_at, updated_at)
    VALUES (p_id, p_email, p_display_name, p_password_hash, ARRAY['PLATFORM_ADMIN'], p_now, p_now);
  RETURN true;
END
$$;

-- Replaces the seal of a living signing key, unless another instance has; whether it did. So the
-- service's role needs no right to write seals, which it does at no other time.
CREATE OR REPLACE FUNCTION reseal_signing_key(p_id uuid, p_before text, p_after text)
  RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
BEGIN
  UPDATE signing_keys SET private_jwk_sealed = p_after
    WHERE id = p_id AND private_jwk_sealed = p_before AND retired_at IS NULL;
  RETURN FOUND;
END
$$;

-- Whether a user's access token still holds: STANDS, SUSPENDED (the tenant is) or ENDED (the user is
-- gone, or has another password or other roles since).
CREATE OR REPLACE FUNCTION user_standing(p_user uuid, p_generation integer)
  RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  SELECT coalesce(
    (SELECT CASE WHEN u.token_generation > p_generation THEN 'ENDED'
        WHEN t.status <> 'ACTIVE' THEN 'SUSPENDED'
        ELSE 'STANDS' END
      FROM users u LEFT JOIN tenants t ON t.id = u.tenant_id
      WHERE u.id = p_user),
    'ENDED');
$$;

-- The users, of all tenants, whose older access tokens were ended since then. Of a tenant with more
-- than p_per_tenant the youngest so many, and a row without a user: when the others' last was ended.
-- Platform admins, who are few, are all named.
CREATE OR REPLACE FUNCTION sessions_ended_since(p_since timestamptz, p_per_tenant integer)
  RETURNS TABLE (
    tenant_id uuid, user_id uuid, below_generation integer, ended_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = identity, pg_temp
AS $$
  WITH recent AS (
    SELECT e.tenant_id, e.user_id, e.below_generation, e.ended_at,
        row_number() OVER (PARTITION BY e.tenant_id ORDER BY e.ended_at DESC, e.user_id) AS rank
      FROM ended_sessions e WHERE e.ended_at > p_since)
  SELECT r.tenant_id, r.user_id, r.below_generation, r.ended_at
    FROM recent r WHERE r.rank <= p_per_tenant OR r.tenant_id IS NULL
  UNION ALL
  SELECT r.tenant_id, NULL, 0, max(r.ended_at)
    FROM recent r WHERE r.rank > p_per_tenant AND r.tenant_id IS NOT NULL GROUP BY r.tenant_id;
$$;

REVOKE ALL ON FUNCTION
  login_attempt, login_succeeded, open_refresh_family, rotate_refresh_token, revoke_refresh_family,
  verify_api_token, platform_admin, platform_admin_exists, make_first_platform_admin,
  change_platform_admin_password, reseal_signing_key, user_standing, sessions_ended_since,
  end_platform_admin_tokens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  login_attempt, login_succeeded, open_refresh_family, rotate_refresh_token, revoke_refresh_family,
  verify_api_token, platform_admin, platform_admin_exists, make_first_platform_admin,
  change_platform_admin_password, reseal_signing_key, user_standing, sessions_ended_since
  TO identity_app;
-- whose table the triggers are on
GRANT EXECUTE ON FUNCTION end_platform_admin_tokens TO identity_owner;

RESET ROLE;

CREATE OR REPLACE TRIGGER end_tokens_of_changed_platform_admin
  AFTER UPDATE ON users FOR EACH ROW
  WHEN (OLD.tenant_id IS NULL AND NEW.token_generation > OLD.token_generation)
  EXECUTE FUNCTION end_platform_admin_tokens();
CREATE OR REPLACE TRIGGER end_tokens_of_deleted_platform_admin
  AFTER DELETE ON users FOR EACH ROW WHEN (OLD.tenant_id IS NULL)
  EXECUTE FUNCTION end_platform_admin_tokens();
