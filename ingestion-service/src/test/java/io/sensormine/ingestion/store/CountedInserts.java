package io.sensormine.ingestion.store;

import io.sensormine.ingestion.testing.Ingestion;

/**
 * Counts the messages that statements of one kind insert. A sequence counts on through rollbacks,
 * so that attempts in vain are seen.
 */
record CountedInserts(Ingestion ingestion) {
  /**
   * Counts from now on.
   *
   * @param statement a pattern of LIKE
   */
  static CountedInserts by(Ingestion ingestion, String statement) {
    ingestion.execute(
        """
        CREATE SEQUENCE telemetry.counted MINVALUE 0;
        SELECT nextval('telemetry.counted');
        CREATE FUNCTION telemetry.count_inserts() RETURNS trigger
          LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          IF current_query() LIKE '%s' THEN
            PERFORM nextval('telemetry.counted');
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER counts_inserts BEFORE INSERT ON telemetry.telemetry
          FOR EACH ROW EXECUTE FUNCTION telemetry.count_inserts()
        """
            .formatted(statement));
    return new CountedInserts(ingestion);
  }

  long rows() {
    return Long.parseLong(ingestion.query("SELECT last_value FROM telemetry.counted").getFirst());
  }
}
