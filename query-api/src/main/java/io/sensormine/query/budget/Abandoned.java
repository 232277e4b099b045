package io.sensormine.query.budget;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.io.Serial;

/**
 * What a query ends with whose client has gone. It concerns that client only: who shares the query
 * asks anew.
 */
public final class Abandoned extends ProblemException {
  @Serial private static final long serialVersionUID = 1;

  public Abandoned() {
    super(
        ProblemType.MALFORMED_REQUEST,
        "The connection was closed before the answer; the query was given up.");
  }
}
