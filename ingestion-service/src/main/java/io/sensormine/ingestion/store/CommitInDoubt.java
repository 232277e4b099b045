package io.sensormine.ingestion.store;

import java.io.Serial;
import java.sql.SQLException;
import java.util.List;

/**
 * A commit was not answered: it may have taken place. Writing the same group again settles it, for
 * it is written once at most.
 */
public final class CommitInDoubt extends SQLException {
  @Serial private static final long serialVersionUID = 1;

  private final transient List<List<Outcome>> outcomes;

  CommitInDoubt(List<List<Outcome>> outcomes, SQLException cause) {
    super("the commit was not answered", cause.getSQLState(), cause);
    this.outcomes = outcomes;
  }

  /** What became of each batch's records if it did take place. */
  public List<List<Outcome>> outcomes() {
    return outcomes;
  }
}
