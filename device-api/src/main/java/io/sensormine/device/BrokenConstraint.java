package io.sensormine.device;

import io.sensormine.kit.problem.Constraints;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.Optional;
import java.util.function.Supplier;

/** What a broken constraint of our tables means to a client; the only place that knows. */
public final class BrokenConstraint {
  private BrokenConstraint() {}

  /** Does something to the database; a refusal by a constraint becomes a problem. */
  public static <T> T explained(Supplier<T> work) {
    return Constraints.explained(work, BrokenConstraint::meaning);
  }

  @SuppressWarnings("NullAway") // null: no client can break it
  private static Optional<ProblemException> meaning(String name) {
    return Optional.ofNullable(
        switch (name) {
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
          default -> null;
        });
  }
}
