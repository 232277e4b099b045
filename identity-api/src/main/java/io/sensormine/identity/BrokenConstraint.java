package io.sensormine.identity;

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
      case "uq_tenants_slug" ->
          ProblemException.at("/slug", ProblemType.NAME_TAKEN, "This slug is taken.");
      case "uq_users_tenant_email" ->
          ProblemException.at(
              "/email", ProblemType.NAME_TAKEN, "A user with this e-mail address exists.");
      // a platform admin has named a tenant that does not exist
      case "fk_users_tenant", "fk_api_tokens_tenant", "fk_security_events_tenant" ->
          ProblemException.notFound("tenant");
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
