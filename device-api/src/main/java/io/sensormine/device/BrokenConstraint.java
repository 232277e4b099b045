package io.sensormine.device;

import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What a broken constraint of our tables means to a client; the only place that knows. */
public final class BrokenConstraint {
  private BrokenConstraint() {}

  /** Does something to the database; a refusal by a constraint becomes a problem. */
  public static <T> T explained(Supplier<T> work) {
    try {
      return work.get();
    } catch (DataAccessException e) {
      throw explain(e);
    }
  }

  private static RuntimeException explain(DataAccessException error) {
    var name = name(error);
    return switch (name == null ? "" : name) {
      case "uq_device_types_living_name" ->
          ProblemException.at(
              "/name", ProblemType.NAME_TAKEN, "Another device type has this name.");
      case "uq_devices_external_id" ->
          ProblemException.at(
              "/externalId", ProblemType.NAME_TAKEN, "Another device has this external id.");
      case "uq_device_credentials_gateway_name" ->
          ProblemException.at(
              "/name",
              ProblemType.NAME_TAKEN,
              "A gateway credential of this name lives; revoke it or choose another name.");
      default -> error;
    };
  }

  private static @Nullable String name(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
        return refused.getServerErrorMessage().getConstraint();
      }
    }
    return null;
  }
}
