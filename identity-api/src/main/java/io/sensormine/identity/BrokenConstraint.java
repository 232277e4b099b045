package io.sensormine.identity;

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
          case "uq_tenants_slug" ->
              ProblemException.at("/slug", ProblemType.NAME_TAKEN, "This slug is taken.");
          case "uq_users_tenant_email" ->
              ProblemException.at(
                  "/email", ProblemType.NAME_TAKEN, "A user with this e-mail address exists.");
          // a platform admin has named a tenant that does not exist
          case "fk_users_tenant", "fk_api_tokens_tenant", "fk_security_events_tenant" ->
              ProblemException.notFound("tenant");
          default -> null;
        });
  }
}
