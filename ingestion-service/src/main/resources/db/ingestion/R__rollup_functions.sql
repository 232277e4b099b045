-- The locks and the arithmetic of the rollups. The locks are advisory, of the class 1936552563:
--   1  of a session: who holds it is the roller
--   2  the mark closed_until: shared by who writes, exclusive to move it
--   3  the cells: shared by who computes them, exclusive to who takes away what they are computed from

-- Whether this session is the roller now, until it ends.
CREATE OR REPLACE FUNCTION telemetry.become_roller()
  RETURNS boolean
  LANGUAGE sql
AS $$
  SELECT pg_try_advisory_lock(1936552563, 1);
$$;

-- Before which hours a writer notes what it writes. The mark stays until the transaction ends. It is
-- read after the lock is had: the statement that calls may have begun before the mark was moved.
CREATE OR REPLACE FUNCTION telemetry.rollup_closed_until()
  RETURNS timestamptz
  LANGUAGE plpgsql
AS $$
DECLARE
  v_until timestamptz;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a mark read in a % transaction may be an old one',
      current_setting('transaction_isolation');
  END IF;
  PERFORM pg_advisory_xact_lock_shared(1936552563, 2);
  SELECT closed_until INTO STRICT v_until FROM telemetry.rollup_marks;
  RETURN v_until;
END
$$;

-- Fails where a message is of a closed hour, for a writer that notes nothing of what it writes: it may, as
-- long as its oldest message passes. The mark stays until the transaction ends.
CREATE OR REPLACE FUNCTION telemetry.require_open_hours(p_oldest timestamptz)
  RETURNS void
  LANGUAGE plpgsql
AS $$
BEGIN
  IF p_oldest < telemetry.rollup_closed_until() THEN
    RAISE EXCEPTION 'a message is of a closed hour' USING ERRCODE = 'SM001';
  END IF;
END
$$;

-- Closes the hours before an instant: when it returns, whoever read the mark before has ended.
CREATE OR REPLACE FUNCTION telemetry.close_hours(p_until timestamptz)
  RETURNS void
  LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1936552563, 2);
  UPDATE telemetry.rollup_marks SET closed_until = p_until WHERE closed_until < p_until;
END
$$;

-- Begins a transaction that computes cells.
CREATE OR REPLACE FUNCTION telemetry.begin_rolling()
  RETURNS void
  LANGUAGE sql
AS $$
  SELECT pg_advisory_xact_lock_shared(1936552563, 3);
$$;

-- Keeps cells from being computed until the transaction ends.
CREATE OR REPLACE FUNCTION telemetry.hold_rollups()
  RETURNS void
  LANGUAGE sql
AS $$
  SELECT pg_advisory_xact_lock(1936552563, 3);
$$;

-- Lets go of the messages before an instant: from then on the cells of their hours stay as they are. False,
-- and nothing is changed, where some are not rolled up or dirty. In the same transaction, whoever calls
-- drops the chunks that end by then.
CREATE OR REPLACE FUNCTION telemetry.let_go_of_raw(p_until timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM telemetry.hold_rollups();
  UPDATE telemetry.rollup_marks SET raw_from = greatest(raw_from, p_until)
    WHERE rolled_until >= p_until
      AND NOT EXISTS (
        SELECT FROM telemetry.rollup_dirty dirty
          WHERE dirty.bucket >= rollup_marks.raw_from AND dirty.bucket < p_until);
  RETURN FOUND;
END
$$;

-- The same for hourly cells: from then on the days before it stay as they are. p_until begins a day.
CREATE OR REPLACE FUNCTION telemetry.let_go_of_hours(p_until timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM telemetry.hold_rollups();
  UPDATE telemetry.rollup_marks SET hours_from = greatest(hours_from, p_until)
    WHERE rolled_until >= p_until
      AND NOT EXISTS (
        SELECT FROM telemetry.rollup_dirty dirty
          WHERE dirty.bucket >= rollup_marks.raw_from AND dirty.bucket < p_until);
  RETURN FOUND;
END
$$;

-- The double next to a number: Infinity beyond all, 0 where it is nearer than the least.
CREATE OR REPLACE FUNCTION telemetry.rollup_double(p_number numeric)
  RETURNS double precision
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN p_number > 1.7976931348623157e308 THEN 'Infinity'::double precision
    WHEN p_number < -1.7976931348623157e308 THEN '-Infinity'::double precision
    WHEN abs(p_number) < 2.4703282292062328e-324 THEN 0
    ELSE p_number::double precision
  END;
$$;

-- A double as the number that it is written as.
CREATE OR REPLACE FUNCTION telemetry.rollup_number(p_double double precision)
  RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT p_double::text::numeric;
$$;

-- What a reading adds to an increase, after the one before it.
CREATE OR REPLACE FUNCTION telemetry.rollup_step(p_before double precision, p_after double precision)
  RETURNS double precision
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN p_before IS NULL THEN 0
    WHEN p_after < p_before THEN p_after
    WHEN p_after <= 8e307 AND p_before >= -8e307 THEN p_after - p_before
    ELSE telemetry.rollup_double(
      telemetry.rollup_number(p_after) - telemetry.rollup_number(p_before))
  END;
$$;

-- A sum that may be beyond a double.
CREATE OR REPLACE FUNCTION telemetry.rollup_sum(p_one double precision, p_other double precision)
  RETURNS double precision
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN abs(p_one) <= 8e307 AND abs(p_other) <= 8e307 THEN p_one + p_other
    ELSE telemetry.rollup_double(
      telemetry.rollup_number(p_one) + telemetry.rollup_number(p_other))
  END;
$$;

REVOKE ALL ON FUNCTION
  telemetry.become_roller, telemetry.rollup_closed_until, telemetry.require_open_hours, telemetry.close_hours,
  telemetry.begin_rolling, telemetry.hold_rollups, telemetry.let_go_of_raw, telemetry.let_go_of_hours,
  telemetry.rollup_double, telemetry.rollup_number, telemetry.rollup_step, telemetry.rollup_sum FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  telemetry.become_roller, telemetry.rollup_closed_until, telemetry.require_open_hours, telemetry.close_hours,
  telemetry.begin_rolling, telemetry.hold_rollups, telemetry.let_go_of_raw, telemetry.let_go_of_hours,
  telemetry.rollup_double, telemetry.rollup_number, telemetry.rollup_step, telemetry.rollup_sum TO telemetry_writer;
GRANT EXECUTE ON FUNCTION telemetry.hold_rollups TO telemetry_eraser;
