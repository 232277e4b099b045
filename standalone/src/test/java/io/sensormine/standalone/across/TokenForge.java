package io.sensormine.standalone.across;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.sensormine.identity.key.SigningKeys;
import io.sensormine.kit.security.Roles;
import io.sensormine.standalone.home.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes tokens that nobody should take: by a wrong key, or by the right one with strange claims.
 */
final class TokenForge {
  private final ECKey real;
  private final UUID tenant;
  private final UUID user;
  private final String published;

  /** For tokens that say to be a user's, who stands. */
  TokenForge(Platform platform, UUID tenant, UUID user) {
    this.real = platform.bean(Service.IDENTITY, SigningKeys.class).signing();
    this.tenant = tenant;
    this.user = user;
    this.published =
        platform.http(Service.IDENTITY, null).get("/.well-known/jwks.json").expect(200).text();
  }

  /** As identity-api issues it to a tenant admin; shows that the forge works. */
  String genuine() {
    return signed(claims(), real);
  }

  String expired() {
    return signed(claims().expirationTime(inSeconds(-120)), real);
  }

  /** Each by what is wrong with its signature. */
  Map<String, String> unsigned() {
    try {
      var tokens = new LinkedHashMap<String, String>();
      var another = new ECKeyGenerator(Curve.P_256).keyID(real.getKeyID()).generate();
      tokens.put("another key by our key's id", signed(claims(), another));
      var embedding =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256)
                  .keyID(real.getKeyID())
                  .jwk(another.toPublicJWK())
                  .build(),
              claims().build());
      embedding.sign(new ECDSASigner(another));
      tokens.put("another key that it brings along", embedding.serialize());
      var unheardOf = new ECKeyGenerator(Curve.P_256).keyID("unheard-of").generate();
      tokens.put("a key that nobody knows", signed(claims(), unheardOf));
      tokens.put("no signature (alg none)", new PlainJWT(claims().build()).serialize());
      var hmac =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(real.getKeyID()).build(),
              claims().build());
      hmac.sign(new MACSigner(published));
      tokens.put("the public key as a shared secret", hmac.serialize());
      var parts = genuine().split("\\.", -1);
      var others = signed(claims().claim("roles", List.of(Roles.ANALYST)), real);
      tokens.put(
          "another token's signature",
          parts[0] + "." + parts[1] + others.substring(others.lastIndexOf('.')));
      tokens.put("its signature cut off", parts[0] + "." + parts[1] + ".");
      return tokens;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signed by the real key, each with claims as identity-api never issues them. */
  Map<String, String> strange() {
    var tokens = new LinkedHashMap<String, JWTClaimsSet.Builder>();
    tokens.put("another issuer", claims().issuer("someone"));
    tokens.put("no issuer", claims().issuer(null));
    tokens.put("another audience", claims().audience("elsewhere"));
    tokens.put("no audience", claims().audience((String) null));
    tokens.put("no expiry", claims().expirationTime(null));
    tokens.put("not yet", claims().notBeforeTime(inSeconds(600)));
    tokens.put("no subject", claims().subject(null));
    tokens.put("a tenant that is no UUID", claims().claim("tenant_id", "ours' or true --"));
    tokens.put("a tenant that is nearly a UUID", claims().claim("tenant_id", "1-1-1-1-1"));
    tokens.put("a tenant that is a number", claims().claim("tenant_id", 7));
    tokens.put("several tenants", claims().claim("tenant_id", List.of(tenant.toString())));
    tokens.put("no tenant", claims().claim("tenant_id", null));
    tokens.put("roles as one text", claims().claim("roles", Roles.TENANT_ADMIN));
    tokens.put("no roles", claims().claim("roles", null));
    tokens.put(
        "a platform admin of a tenant", claims().claim("roles", List.of(Roles.PLATFORM_ADMIN)));
    tokens.put(
        "a tenant admin who is a platform admin, too",
        claims().claim("roles", List.of(Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN)));
    tokens.put("a service of a tenant", claims().claim("roles", List.of(Roles.SERVICE)));
    var signed = new LinkedHashMap<String, String>();
    tokens.forEach((what, claims) -> signed.put(what, signed(claims, real)));
    return signed;
  }

  /** Genuine but for a role that credentials give and JWTs do not. */
  String as(String role) {
    return signed(claims().claim("roles", List.of(role)), real);
  }

  /** Genuine but for roles of which nobody has heard. */
  String withUnheardOfRoles() {
    return signed(claims().claim("roles", List.of("EMPEROR", "tenant_admin")), real);
  }

  /** Genuine, and longer than a header may be. */
  String enormous() {
    return signed(claims().claim("note", "x".repeat(10_000)), real);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("sensormine")
        .audience("sensormine")
        .subject(user.toString())
        .claim("email", "somebody@somewhere.example")
        .claim("tenant_id", tenant.toString())
        .claim("roles", List.of(Roles.TENANT_ADMIN))
        .issueTime(inSeconds(-1))
        .expirationTime(inSeconds(600));
  }

  private static Date inSeconds(long seconds) {
    return Date.from(Instant.now().plus(Duration.ofSeconds(seconds)));
  }

  private static String signed(JWTClaimsSet.Builder claims, ECKey key) {
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
              claims.build());
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
