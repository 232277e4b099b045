-- What the lifecycle of data asks of the rollups; by telemetry_owner, who may drop chunks, and nobody else.

-- Whether nothing needs the rows of a table before an instant any more: messages and hourly cells are
-- needed until all that is computed from them is. Where there are no rollups yet, it is not.
CREATE OR REPLACE FUNCTION telemetry.may_let_go(p_table text, p_until timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql
AS $$
DECLARE
  v_may boolean;
BEGIN
  IF p_table NOT IN ('telemetry', 'metrics_1h') THEN
    RETURN true;
  END IF;
  IF to_regclass('telemetry.rollup_marks') IS NULL THEN
    RETURN false;
  END IF;
  EXECUTE
    'SELECT rolled_until >= $1 AND NOT EXISTS ('
    '  SELECT FROM telemetry.rollup_dirty'
    '    WHERE bucket >= rollup_marks.raw_from AND bucket < $1)'
    '  FROM telemetry.rollup_marks' INTO v_may USING p_until;
  RETURN coalesce(v_may, false);
END
$$;

-- Lets go of the rows of a table before an instant, in the transaction that drops them; false, and nothing
-- is changed, where they are needed. The rollups then leave alone what was computed from them.
CREATE OR REPLACE FUNCTION telemetry.let_go(p_table text, p_until timestamptz)
  RETURNS boolean
  LANGUAGE plpgsql
AS $$
DECLARE
  v_function text := CASE p_table
    WHEN 'telemetry' THEN 'telemetry.let_go_of_raw' WHEN 'metrics_1h' THEN 'telemetry.let_go_of_hours' END;
  v_may boolean;
BEGIN
  IF v_function IS NULL OR to_regprocedure(v_function || '(timestamptz)') IS NULL THEN
    RETURN telemetry.may_let_go(p_table, p_until);
  END IF;
  EXECUTE format('SELECT %s($1)', v_function) INTO v_may USING p_until;
  RETURN v_may;
END
$$;

REVOKE ALL ON FUNCTION telemetry.may_let_go, telemetry.let_go FROM PUBLIC;
