package io.sensormine.kit.security;

import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Where each issuer's keys come from. */
@Factory
final class RemoteKeysFactory {
  /** The keys of identity-api, for every other service. */
  static final String IDENTITY = "identity-keys";

  /** The keys of the OpenID Connect provider; read only where one is given. */
  static final String PROVIDER = "provider-keys";

  private static final String PUBLISHED = "/.well-known/jwks.json";
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  @Singleton
  @Named(IDENTITY)
  @Requires(property = "sensormine.issuer", value = "false")
  RemoteKeys ofIdentity(
      @Client(id = "identity-api") HttpClient client, IdentityKeySettings settings, Clock clock) {
    return new RemoteKeys("identity-api", () -> keys(client, PUBLISHED), settings.reading(), clock);
  }

  @Singleton
  @Named(PROVIDER)
  RemoteKeys ofProvider(@Client HttpClient client, OidcSettings settings, Clock clock) {
    return new RemoteKeys(
        "the identity provider",
        () -> address(client, settings).flatMap(url -> keys(client, url)),
        settings.reading(),
        clock);
  }

  private static Mono<JWKSet> keys(HttpClient client, String url) {
    return Mono.from(client.retrieve(url)).map(RemoteKeysFactory::parse);
  }

  private static JWKSet parse(String json) {
    try {
      return JWKSet.parse(json);
    } catch (ParseException e) {
      throw new IllegalStateException("not a JWK Set", e);
    }
  }

  /** Where the keys are: as told, or as the provider's discovery document says. */
  private static Mono<String> address(HttpClient client, OidcSettings settings) {
    var told = settings.jwksUrl();
    var issuer = String.valueOf(settings.issuer());
    if (told != null) {
      return Mono.just(told);
    }
    var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return Mono.from(client.retrieve(HttpRequest.GET(base + DISCOVERY), Map.class))
        .map(document -> address(document, issuer));
  }

  private static String address(Map<?, ?> document, String issuer) {
    if (!issuer.equals(document.get("issuer"))) {
      throw new IllegalStateException("its discovery document is of another issuer");
    }
    return String.valueOf(document.get("jwks_uri"));
  }
}
