package io.sensormine.kit.crosstenant;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.sensormine.contracts.identity.CrossTenantAct;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Has identity-api put acts on record. */
@Singleton
@Requires(property = "sensormine.issuer", value = "false")
final class RemoteCrossTenantActs implements CrossTenantActs {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final CrossTenantClient identity;

  RemoteCrossTenantActs(CrossTenantClient identity) {
    this.identity = identity;
  }

  @Override
  @SuppressWarnings("IllegalCatch") // whatever keeps it from being on record
  public boolean record(CrossTenantAct act) {
    try {
      return identity.record(act).getStatus() != HttpStatus.NOT_FOUND;
    } catch (HttpClientResponseException refused) {
      throw refused.getStatus() == HttpStatus.CONFLICT
          ? CrossTenantActs.beingErased()
          : unavailable(refused);
    } catch (RuntimeException away) {
      throw unavailable(away);
    }
  }

  private static ProblemException unavailable(RuntimeException away) {
    return ProblemException.unavailable(
        ProblemType.DEPENDENCY_UNAVAILABLE,
        "identity-api does not answer, and what is done for a tenant by others is on record"
            + " there before it is done. Nothing was done; try again.",
        RETRY_AFTER,
        away);
  }
}
