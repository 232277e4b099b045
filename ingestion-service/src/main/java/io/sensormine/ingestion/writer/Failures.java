package io.sensormine.ingestion.writer;

import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.kit.problem.DatabaseAway;
import java.sql.SQLException;
import java.util.Set;

/** Tells failures of the database apart by their SQLSTATE (PostgreSQL's appendix A). */
final class Failures {
  /** Serialization failure and deadlock: the transaction is gone, and can be had again. */
  private static final Set<String> GAVE_WAY = Set.of("40001", "40P01");

  /** A statement that was given up as too slow, and one that met a configured limit. */
  private static final Set<String> TOO_MUCH = Set.of("57014", "53400");

  private static final String NUMBER_OUT_OF_RANGE = "22003";
  private static final String LIMIT_EXCEEDED = "54";

  private Failures() {}

  /** Whether the same may go well when it is tried again. */
  static boolean mayPass(SQLException e) {
    return GAVE_WAY.contains(state(e)) || DatabaseAway.isShownBy(e);
  }

  /** Whether it is the rows that the database does not take: data, integrity, limits, triggers. */
  static boolean isOfData(SQLException e) {
    var state = state(e);
    return state.startsWith("22")
        || state.startsWith("23")
        || state.startsWith(LIMIT_EXCEEDED)
        || state.startsWith("P0");
  }

  /** Whether it took more than a statement may, so that one of fewer rows may pass. */
  static boolean isTooMuch(SQLException e) {
    return TOO_MUCH.contains(state(e));
  }

  /** What its sender is told of a message that the database does not take. */
  static Flaw flaw(SQLException e) {
    var code =
        state(e).equals(NUMBER_OUT_OF_RANGE)
            ? RejectionCode.NUMBER_OUT_OF_RANGE
            : state(e).startsWith(LIMIT_EXCEEDED)
                ? RejectionCode.TOO_LARGE
                : RejectionCode.TEXT_NOT_STORABLE;
    return new Flaw(code, "", "The database cannot hold this message.");
  }

  private static String state(SQLException e) {
    return String.valueOf(e.getSQLState());
  }
}
