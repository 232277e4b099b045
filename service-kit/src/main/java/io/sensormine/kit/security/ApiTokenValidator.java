package io.sensormine.kit.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Accepts {@code smt_…} bearer tokens, the API tokens. */
@Singleton
final class ApiTokenValidator implements TokenValidator<HttpRequest<?>> {
  private final ApiTokens tokens;
  private final ExecutorService blocking;

  ApiTokenValidator(ApiTokens tokens, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.tokens = tokens;
    this.blocking = blocking;
  }

  @Override
  public Publisher<Authentication> validateToken(
      String token, @io.micronaut.core.annotation.Nullable HttpRequest<?> request) {
    if (!token.startsWith(Secrets.API_TOKEN_PREFIX)) {
      return Mono.empty();
    }
    return Mono.fromCallable(() -> tokens.verify(Secrets.sha256(token)))
        .subscribeOn(Schedulers.fromExecutorService(blocking))
        .flatMap(Mono::justOrEmpty)
        .map(identity ->
            Authentication.build(
                identity.id().toString(),
                identity.roles(),
                Map.of(Caller.TENANT_CLAIM, identity.tenantId().toString())));
  }
}
