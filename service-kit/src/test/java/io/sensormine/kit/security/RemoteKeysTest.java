package io.sensormine.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class RemoteKeysTest {
  private static final KeyReading PACE =
      new KeyReading(Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(5));

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Issuer issuer = new Issuer();
  private final InstantSource time = () -> now;
  private final Clock clock =
      new Clock() {
        @Override
        public java.time.ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return time.instant();
        }
      };
  private final RemoteKeys keys = new RemoteKeys("the issuer", issuer::read, PACE, clock);

  @Test
  void readsOnceForManyTokensOfAKnownKey() {
    issuer.publish("a");
    for (int i = 0; i < 100; i++) {
      assertThat(ids("a")).containsExactly("a");
    }
    assertThat(issuer.readings).hasValue(1);
  }

  @Test
  void meetsANewKeyAtItsFirstToken() {
    issuer.publish("a");
    ids("a");
    issuer.publish("b", "a");
    pass(PACE.minInterval());
    assertThat(ids("b")).containsExactly("b", "a");
    assertThat(issuer.readings).hasValue(2);
  }

  @Test
  void doesNotLetAFloodOfUnknownKeysBecomeAFloodOfReadings() {
    issuer.publish("a");
    ids("a");
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 100; i++) {
        assertThat(ids("unknown-" + second + "-" + i)).containsExactly("a");
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(issuer.readings).hasValue(1 + 11);
  }

  @Test
  void asksOnceHoweverManyWait() {
    var slow = Sinks.<JWKSet>one();
    issuer.answer = slow.asMono();
    var waiting = new ArrayList<@Nullable JWKSet>();
    for (int i = 0; i < 50; i++) {
      keys.with("a").subscribe(waiting::add);
    }
    assertThat(waiting).isEmpty();
    slow.tryEmitValue(set("a")).orThrow();
    assertThat(waiting).hasSize(50);
    assertThat(issuer.readings).hasValue(1);
  }

  @Test
  void goesOnByTheLastWordWhileTheIssuerIsAway() {
    issuer.publish("a");
    ids("a");
    issuer.goAway();
    pass(PACE.staleness().minusMillis(1));
    assertThat(ids("a")).containsExactly("a");
    assertThat(ids("unknown")).containsExactly("a");
  }

  @Test
  void refusesWhereTheLastWordIsTooOld() {
    issuer.publish("a");
    ids("a");
    issuer.goAway();
    pass(PACE.staleness());
    refuses();
    issuer.publish("a");
    pass(RemoteKeys.RETRY);
    assertThat(ids("a")).containsExactly("a");
  }

  @Test
  void asksOnceASecondWhileThereIsNothingToGoOnWith() {
    issuer.goAway();
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 100; i++) {
        refuses();
      }
      pass(RemoteKeys.RETRY);
    }
    assertThat(issuer.readings).hasValue(10);
  }

  @Test
  void takesNoKeysAtAllForNoAnswer() {
    issuer.publish("a");
    ids("a");
    issuer.publish();
    pass(PACE.minInterval());
    assertThat(ids("b")).containsExactly("a");
  }

  @Test
  void forgetsAKeyThatIsPublishedNoMore() {
    issuer.publish("b", "a");
    ids("a");
    issuer.publish("b");
    pass(PACE.minInterval());
    ids("unknown");
    assertThat(ids("a")).containsExactly("b");
  }

  private List<String> ids(String asked) {
    var known = keys.with(asked).block(Duration.ofSeconds(5));
    assertThat(known).isNotNull();
    return known.getKeys().stream().map(JWK::getKeyID).toList();
  }

  private void refuses() {
    assertThatThrownBy(() -> ids("a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.DEPENDENCY_UNAVAILABLE));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static JWKSet set(String... ids) {
    var all = new ArrayList<JWK>();
    for (var id : ids) {
      try {
        all.add(new ECKeyGenerator(Curve.P_256).keyID(id).generate().toPublicJWK());
      } catch (com.nimbusds.jose.JOSEException e) {
        throw new IllegalStateException(e);
      }
    }
    return new JWKSet(all);
  }

  /** An issuer that counts how often it is asked. */
  private static final class Issuer {
    private final AtomicInteger readings = new AtomicInteger();
    private Mono<JWKSet> answer = Mono.empty();

    Mono<JWKSet> read() {
      readings.incrementAndGet();
      return answer;
    }

    void publish(String... ids) {
      answer = Mono.just(set(ids));
    }

    void goAway() {
      answer = Mono.error(new IllegalStateException("away"));
    }
  }
}
