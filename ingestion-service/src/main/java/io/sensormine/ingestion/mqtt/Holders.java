package io.sensormine.ingestion.mqtt;

import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.ingestion.reference.Credentials;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.standing.Bearer;
import io.sensormine.kit.standing.Standing;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Whose a credential is, where its tenant may act. Thread-safe. */
@Singleton
final class Holders {
  private final Credentials credentials;
  private final Standing standing;

  Holders(Credentials credentials, Standing standing) {
    this.credentials = credentials;
    this.standing = standing;
  }

  /**
   * Whose it is, by what is remembered where that is fresh; empty for an unknown, revoked or
   * expired one and for a suspended tenant's. May block; 503 where nobody who knows can be asked.
   */
  Optional<CredentialIdentity> of(String sha256) {
    var known = credentials.peek(sha256);
    var identity = known == null ? credentials.verify(sha256, Age.USUAL) : Optional.of(known);
    return identity.filter(this::mayAct);
  }

  private boolean mayAct(CredentialIdentity identity) {
    var bearer = new Bearer(Optional.of(identity.tenantId()), null, false);
    var known = standing.peek(bearer);
    return (known == null ? standing.judge(bearer) : known) == Standing.Verdict.STANDS;
  }
}
