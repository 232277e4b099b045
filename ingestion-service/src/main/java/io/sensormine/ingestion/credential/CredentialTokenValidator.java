package io.sensormine.ingestion.credential;

import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.ingestion.reference.Credentials;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.security.Secrets;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Accepts {@code smd_…} bearer tokens, the credentials of devices and gateways. */
@Singleton
final class CredentialTokenValidator implements TokenValidator<HttpRequest<?>> {
  private final Credentials credentials;
  private final Scheduler blocking;

  CredentialTokenValidator(
      Credentials credentials, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.credentials = credentials;
    this.blocking = Schedulers.fromExecutorService(blocking);
  }

  @Override
  public Publisher<Authentication> validateToken(
      String token, @io.micronaut.core.annotation.Nullable HttpRequest<?> request) {
    if (!token.startsWith(Secrets.CREDENTIAL_PREFIX)) {
      return Mono.empty();
    }
    var sha256 = Secrets.sha256(token);
    var known = credentials.peek(sha256);
    return known != null
        ? Mono.just(authentication(sha256, known))
        : Mono.fromCallable(() -> credentials.verify(sha256, Age.USUAL))
            .subscribeOn(blocking)
            .flatMap(Mono::justOrEmpty)
            .map(identity -> authentication(sha256, identity));
  }

  static Authentication authentication(String sha256, CredentialIdentity identity) {
    return Authentication.build(
        identity.id().toString(),
        List.of(identity.ofGateway() ? Roles.GATEWAY : Roles.DEVICE),
        Map.of(
            Caller.TENANT_CLAIM,
            identity.tenantId().toString(),
            Sender.ATTRIBUTE,
            Sender.of(sha256, identity)));
  }
}
