package io.sensormine.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;

class ProvenTokensTest {
  private final ProvenTokens tokens = new ProvenTokens();

  private static ECKey key() throws Exception {
    return new ECKeyGenerator(Curve.P_256).keyID("one").generate();
  }

  private static SignedJWT token(ECKey key, String subject) throws Exception {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
            new JWTClaimsSet.Builder().subject(subject).build());
    token.sign(new ECDSASigner(key));
    return SignedJWT.parse(token.serialize());
  }

  @Test
  void provesATokenByItsKeyAgainAndAgain() throws Exception {
    var key = key();
    var token = token(key, "a");
    assertThat(tokens.isSignedBy(key.toPublicJWK(), token)).isTrue();
    assertThat(tokens.isSignedBy(key.toPublicJWK(), SignedJWT.parse(token.serialize()))).isTrue();
  }

  @Test
  void provesNoneByAnotherKeyOfTheSameId() throws Exception {
    var key = key();
    var token = token(key, "a");
    assertThat(tokens.isSignedBy(key.toPublicJWK(), token)).isTrue();
    assertThat(tokens.isSignedBy(key().toPublicJWK(), token)).isFalse();
    assertThat(tokens.isSignedBy(key.toPublicJWK(), token)).isTrue();
  }

  @Test
  void provesNoneThatHasOnlyTheSignatureOfOne() throws Exception {
    var key = key();
    var token = token(key, "a");
    assertThat(tokens.isSignedBy(key.toPublicJWK(), token)).isTrue();
    var parts = token(key, "b").getParsedParts();
    var forged = new SignedJWT(parts[0], parts[1], token.getSignature());
    assertThat(tokens.isSignedBy(key.toPublicJWK(), forged)).isFalse();
    assertThat(tokens.isSignedBy(key.toPublicJWK(), forged)).isFalse();
  }
}
