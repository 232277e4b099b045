package io.sensormine.identity.login;

import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With passwords as dear as in production, so that a skipped one would show. */
class LoginTimingIT {
  private static final int SAMPLES = 9;

  @Test
  void takesAsLongForNobodyAsForAWrongPassword() {
    try (var identity =
        IdentityUnderTest.start(
            Map.of(
                "IDENTITY_PASSWORDS_MEMORY_KIB", "19456", "IDENTITY_PASSWORDS_ITERATIONS", "2"))) {
      var tenant = identity.tenant();
      time(() -> identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(200));
      var wrong = time(() -> identity.login(tenant.slug(), tenant.email(), "wrong").expect(401));
      var nobody =
          time(() -> identity.login(tenant.slug(), "nobody@example.com", "wrong").expect(401));
      var nowhere = time(() -> identity.login("nowhere", "a@example.com", "wrong").expect(401));
      assertThat(nobody / wrong).isBetween(0.5, 2.0);
      assertThat(nowhere / wrong).isBetween(0.5, 2.0);
    }
  }

  private static double time(Runnable login) {
    var nanos = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      var start = System.nanoTime();
      login.run();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[SAMPLES / 2];
  }
}
