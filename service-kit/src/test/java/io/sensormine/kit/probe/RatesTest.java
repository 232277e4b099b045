package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks too fast is told when to come back, and nobody else suffers. */
class RatesTest {
  private static final String PATH = "/api/v1/missing";
  private static final int MORE_THAN_THE_BURST = 200;
  private static final int LARGE = 9 * 1024 * 1024;

  private final StandInIdentity identity = StandInIdentity.start();
  private final UUID tenant = UUID.randomUUID();
  private RunningService service = startWith(Map.of());

  private RunningService startWith(Map<String, String> rates) {
    var environment = new HashMap<>(identity.environment());
    for (var kind : new String[] {"CALLER", "TENANT", "ADDRESS"}) {
      environment.put("SENSORMINE_RATES_" + kind + "_PER_SECOND", "0");
    }
    environment.putAll(rates);
    return RunningService.start("probe", environment);
  }

  private void limit(String kind) {
    service.close();
    service =
        startWith(
            Map.of(
                "SENSORMINE_RATES_" + kind + "_PER_SECOND", "1",
                "SENSORMINE_RATES_" + kind + "_BURST", "5"));
  }

  @AfterEach
  void stop() {
    service.close();
    identity.close();
  }

  @Test
  void boundsACaller() {
    limit("CALLER");
    var caller = service.http(identity.token(tenant, Roles.TENANT_ADMIN));
    var refused = untilRefused(() -> caller.get(PATH));
    assertThat(refused.problem()).isEqualTo("too-many-requests");
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isEqualTo(1);
    assertThat(refused.body().path("detail").asText()).contains("caller");
    service.http(identity.token(tenant, Roles.TENANT_ADMIN)).get(PATH).expect(404);
    assertThat(refusals("caller")).isPositive();
    assertThat(refusals("tenant")).isZero();
  }

  @Test
  void boundsATenant() {
    limit("TENANT");
    var refused =
        untilRefused(() -> service.http(identity.token(tenant, Roles.TENANT_ADMIN)).get(PATH));
    assertThat(refused.problem()).isEqualTo("too-many-requests");
    assertThat(refusals("tenant")).isPositive();
    service.http(identity.token(UUID.randomUUID(), Roles.TENANT_ADMIN)).get(PATH).expect(404);
  }

  @Test
  void boundsAnAddressWithoutIdentity() {
    limit("ADDRESS");
    var refused = untilRefused(() -> service.anonymous().get("/openapi.yml"));
    assertThat(refused.problem()).isEqualTo("too-many-requests");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    assertThat(refusals("address")).isPositive();
  }

  @Test
  void boundsGuessing() {
    limit("ADDRESS");
    var known = service.http(identity.token(tenant, Roles.TENANT_ADMIN));
    known.get(PATH).expect(404);
    var refused = untilRefused(() -> service.http("smt_" + UUID.randomUUID()).get(PATH));
    assertThat(refused.problem()).isEqualTo("too-many-requests");
    // a credential that was good before is not kept out by who guesses behind the same address
    known.get(PATH).expect(404);
  }

  @Test
  void countsABadCredentialAtAnOpenOperation() {
    limit("ADDRESS");
    untilRefused(() -> service.http("nonsense").get("/openapi.yml"));
  }

  @Test
  void countsAGoodCredentialThatAnOpenOperationDoesNotAskFor() {
    limit("ADDRESS");
    var somebody = service.http(identity.token(tenant, Roles.ANALYST));
    somebody.get(PATH).expect(403);
    // or whoever has an account would guess the passwords of others as fast as an account may ask
    assertThat(untilRefused(() -> somebody.get("/openapi.yml")).body().path("detail").asText())
        .contains("address");
    somebody.get(PATH).expect(403);
  }

  @Test
  void boundsNeitherServicesNorHealthNorPublicKeys() {
    limit("CALLER");
    var other = service.http(identity.serviceToken()).forTenant(tenant);
    for (var i = 0; i < MORE_THAN_THE_BURST; i++) {
      other.get("/api/v1/things/" + tenant).expect(200);
    }
    limit("ADDRESS");
    for (var i = 0; i < MORE_THAN_THE_BURST; i++) {
      service.anonymous().get("/health/liveness").expect(200);
      // identity-api has them; elsewhere it is merely not there
      service.anonymous().get("/.well-known/jwks.json").expect(404);
    }
    service.anonymous().get("/prometheus").expect(200);
  }

  @Test
  void boundsNothingWhereAllAreSwitchedOff() {
    var caller = service.http(identity.token(tenant, Roles.TENANT_ADMIN));
    for (var i = 0; i < MORE_THAN_THE_BURST; i++) {
      caller.get(PATH).expect(404);
      service.http("nonsense").get(PATH).expect(401);
    }
  }

  @Test
  void tellsAClientThatSendsItsWholeBodyBeforeItListens() throws Exception {
    limit("CALLER");
    var token = identity.token(tenant, Roles.TENANT_ADMIN);
    untilRefused(() -> service.http(token).get(PATH));
    for (var path : new String[] {"/api/v1/things", "/api/v1/upload"}) {
      assertThat(upload(path, token)).as(path).startsWith("HTTP/1.1 429 ");
    }
  }

  /** The beginning of the answer to a large body, sent whole first. */
  private String upload(String path, String token) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(30_000);
      var out = socket.getOutputStream();
      out.write(head(path, token));
      var part = new byte[64 * 1024];
      for (var sent = 0; sent < LARGE; sent += part.length) {
        out.write(part);
      }
      out.flush();
      return firstLine(socket.getInputStream());
    }
  }

  private static byte[] head(String path, String token) {
    return """
    POST %s HTTP/1.1
    Host: a
    Authorization: Bearer %s
    Content-Type: application/json
    Content-Length: %d

    """
        .formatted(path, token, LARGE)
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String firstLine(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  private static Http.Answer untilRefused(Supplier<Http.Answer> request) {
    for (var i = 0; i < MORE_THAN_THE_BURST; i++) {
      var answer = request.get();
      if (answer.status() == 429) {
        return answer;
      }
    }
    throw new AssertionError("never refused");
  }

  private double refusals(String kind) {
    return service
        .anonymous()
        .get("/prometheus")
        .text()
        .lines()
        .filter(line -> line.startsWith("sensormine_rates_refused_total{"))
        .filter(line -> line.contains("kind=\"" + kind + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
