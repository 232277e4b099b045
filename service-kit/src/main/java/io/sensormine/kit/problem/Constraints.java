package io.sensormine.kit.problem;

import io.micronaut.data.exceptions.DataAccessException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postgresql.util.PSQLException;

/** What a broken constraint of a table means to a client. */
public final class Constraints {
  private Constraints() {}

  /**
   * Does something to the database; where a constraint refuses it, the problem that this means.
   *
   * @param meanings the problem of a constraint's name; empty for one that no client can break
   */
  public static <T> T explained(
      Supplier<T> work, Function<String, Optional<ProblemException>> meanings) {
    try {
      return work.get();
    } catch (DataAccessException e) {
      throw broken(e).flatMap(meanings).map(RuntimeException.class::cast).orElse(e);
    }
  }

  private static Optional<String> broken(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
        return Optional.ofNullable(refused.getServerErrorMessage().getConstraint());
      }
    }
    return Optional.empty();
  }
}
