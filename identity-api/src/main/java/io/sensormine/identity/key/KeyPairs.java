package io.sensormine.identity.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Instant;

/** Makes key pairs, sealed for the database, and reads them back. */
@Singleton
final class KeyPairs {
  private final KeySettings settings;

  KeyPairs(KeySettings settings) {
    this.settings = settings;
  }

  /** A new pair, of the database's to be. */
  StoredKey make(Instant now, Instant signsFrom) {
    var id = Ids.next();
    try {
      var pair =
          new ECKeyGenerator(Curve.P_256)
              .keyID(id.toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
      return new StoredKey(
          id,
          pair.toPublicJWK().toJSONString(),
          seals().current().seal(id, pair.toJSONString()),
          now,
          signsFrom,
          null);
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  /** The seals that are set; refuses, saying what to do, where there is none. */
  KeySeals seals() {
    return KeySeals.of(settings);
  }

  static ECKey parse(String jwk) {
    try {
      return ECKey.parse(jwk);
    } catch (ParseException e) {
      throw new IllegalStateException("a signing key in the database is damaged", e);
    }
  }
}
