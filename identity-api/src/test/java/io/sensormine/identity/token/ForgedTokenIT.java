package io.sensormine.identity.token;

import static io.sensormine.identity.testing.IdentityUnderTest.signed;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.sensormine.identity.testing.IdentityUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ForgedTokenIT {
  private static final String PATH = "/api/v1/tenants";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();
  private final String admin =
      identity.platform().get("/api/v1/me").expect(200).body().path("id").asText();

  @Test
  void takesOnlyWhatIsSignedByItsOwnKeyAndInTime() throws Exception {
    accepts(identity.signed(claims().build()));

    var later = Date.from(Instant.now().minusSeconds(120));
    refuses("expired", identity.signed(claims().expirationTime(later).build()));
    refuses("another audience", identity.signed(claims().audience("elsewhere").build()));
    refuses("another issuer", identity.signed(claims().issuer("someone").build()));

    var kid = SignedJWT.parse(identity.signed(claims().build())).getHeader().getKeyID();
    var anotherKey = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    refuses("another key by our key's id", signed(claims().build(), anotherKey));
    var unknown = new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    refuses("an unknown key", signed(claims().build(), unknown));
    refuses(
        "a user who is not there",
        identity.signed(claims().subject(UUID.randomUUID().toString()).build()));
    refuses("no user at all", identity.signed(claims().subject("someone").build()));
    refuses("no key id", signed(claims().build(), new ECKeyGenerator(Curve.P_256).generate()));
    refuses("no signature", new PlainJWT(claims().build()).serialize());

    var published = identity.anonymous().get("/.well-known/jwks.json").text();
    var hmac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(), claims().build());
    hmac.sign(new MACSigner(published.getBytes(StandardCharsets.UTF_8)));
    refuses("our public key as a shared secret", hmac.serialize());
  }

  @Test
  void refusesATokenThatWasChanged() {
    var parts = identity.signed(claims().build()).split("\\.", -1);
    var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    var changed =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.replace("someone", "another").getBytes(StandardCharsets.UTF_8));
    refuses("changed claims", parts[0] + "." + changed + "." + parts[2]);
    refuses("a cut signature", parts[0] + "." + parts[1] + ".");
    refuses("nonsense", "nonsense");
    refuses("an unknown API token", "smt_unknown");
  }

  private void accepts(String token) {
    identity.service().http(token).get(PATH).expect(200);
  }

  private void refuses(String what, String token) {
    var answer = identity.service().http(token).get(PATH);
    assertThat(answer.status()).as(what).isEqualTo(401);
    assertThat(answer.problem()).isEqualTo("unauthenticated");
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("sensormine")
        .audience("sensormine")
        .subject(admin)
        .claim("email", "someone@example.com")
        .claim("roles", List.of("PLATFORM_ADMIN"))
        .expirationTime(Date.from(Instant.now().plusSeconds(60)));
  }
}
