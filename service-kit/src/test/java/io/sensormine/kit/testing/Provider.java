package io.sensormine.kit.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** An OpenID Connect provider: a small real one, whose tokens say what a test wants. */
public final class Provider implements AutoCloseable {
  /** What its tokens for us name. */
  public static final String AUDIENCE = "sensormine-of-example";

  private static final String REALM = "iot";
  private static final long LIFETIME_SECONDS = 300;

  private final MockOAuth2Server server;
  private boolean isAway;

  private Provider(MockOAuth2Server server) {
    this.server = server;
  }

  public static Provider start() {
    var server = new MockOAuth2Server();
    server.start();
    return new Provider(server);
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return server.issuerUrl(REALM).toString();
  }

  /** Where it publishes its keys. */
  public String jwksUrl() {
    return server.jwksUrl(REALM).toString();
  }

  /** What a service needs in its environment to trust this provider. */
  public Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "SENSORMINE_OIDC_ISSUER", issuer(),
            "SENSORMINE_OIDC_JWKS_URL", jwksUrl(),
            "SENSORMINE_OIDC_AUDIENCE", AUDIENCE));
  }

  /** A token for us, signed by RS256. */
  public String token(String subject, Map<String, Object> claims) {
    return token(subject, AUDIENCE, claims, LIFETIME_SECONDS);
  }

  /**
   * The same for any audience.
   *
   * @param claims win over what a token has by itself
   * @param lifetimeSeconds below zero for one that has expired
   */
  public String token(
      String subject, String audience, Map<String, Object> claims, long lifetimeSeconds) {
    return server.issueToken(REALM, subject, audience, claims, lifetimeSeconds).serialize();
  }

  /** The same with a type of one's own, such as {@code at+jwt}. */
  public String tokenOfType(String type, String subject, Map<String, Object> claims) {
    var contents =
        new DefaultOAuth2TokenCallback(
            REALM, subject, type, List.of(AUDIENCE), claims, LIFETIME_SECONDS);
    return server.issueToken(REALM, "a-client", contents).serialize();
  }

  /** A token of another issuer of the same server, which has a key of its own. */
  public String tokenOfAnotherRealm(String subject, Map<String, Object> claims) {
    return server.issueToken("other", subject, AUDIENCE, claims, LIFETIME_SECONDS).serialize();
  }

  /** Answers no more, for good; its tokens can still be made. */
  public void goAway() {
    if (!isAway) {
      isAway = true;
      server.shutdown();
    }
  }

  @Override
  public void close() {
    goAway();
  }
}
