package io.sensormine.ingestion.credential;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.sensormine.ingestion.reference.Credentials;
import io.sensormine.kit.security.Secrets;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Knows who sends by a credential that is remembered, before all that may be a token is asked about
 * it: that is most requests, and most of what checking one costs.
 */
@Singleton
final class RememberedCredential implements AuthenticationFetcher<HttpRequest<?>>, Ordered {
  private static final String BEARER = "Bearer ";
  private static final String CREDENTIAL = BEARER + Secrets.CREDENTIAL_PREFIX;

  private final Credentials credentials;

  RememberedCredential(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    var authorization = request.getHeaders().getAuthorization().orElse("");
    if (!authorization.startsWith(CREDENTIAL)) {
      return Mono.empty();
    }
    var sha256 = Secrets.sha256(authorization.substring(BEARER.length()));
    var identity = credentials.peek(sha256);
    return identity == null
        ? Mono.empty()
        : Mono.just(CredentialTokenValidator.authentication(sha256, identity));
  }
}
