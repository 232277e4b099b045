package io.sensormine.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service at its edge: what it says of itself, and what it says without its database. */
class ServiceIT {
  private static Registry registry;

  @BeforeAll
  static void start() {
    registry = new Registry();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void servesItsDocumentAndHealth() {
    var anonymous = registry.service.anonymous();
    var document = anonymous.get("/openapi.yml").expect(200).text();
    assertThat(document)
        .startsWith("openapi: 3.1")
        .contains(
            "/api/v1/schemas:",
            "/api/v1/schemas/{id}/versions/{version}/activate:",
            "/api/v1/schema-versions/resolve:",
            "/api/v1/schemas/resolve:",
            "scheme: bearer");
    anonymous.get("/health/readiness").expect(200);
    assertThat(anonymous.get("/prometheus").expect(200).text()).contains("hikaricp");
  }

  @Test
  void answers503WhileItsDatabaseIsAwayAndRecoversByItself() throws SQLException {
    var reader = registry.as(UUID.randomUUID(), Roles.ANALYST);
    reader.get("/api/v1/schemas").expect(200);
    // nobody may shut the door of the database that they are in
    var elsewhere =
        registry.database.adminUrl().replace("/" + registry.database.name(), "/postgres");
    try (var admin = DriverManager.getConnection(elsewhere)) {
      allowConnections(admin, false);
      try {
        var asked = Instant.now();
        var away = reader.get("/api/v1/schemas").expect(503);
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(8));
        assertThat(away.problem()).isEqualTo("database-unavailable");
        assertThat(away.header("Retry-After")).isNotEmpty();
        registry.service.anonymous().get("/health/readiness").expect(503);
      } finally {
        allowConnections(admin, true);
      }
    }
    assertThat(eventually(reader)).isEqualTo(200);
  }

  private static int eventually(Http reader) {
    var deadline = Instant.now().plusSeconds(20);
    int status;
    do {
      status = reader.get("/api/v1/schemas").status();
    } while (status != 200 && Instant.now().isBefore(deadline));
    return status;
  }

  private static void allowConnections(Connection admin, boolean allowed) throws SQLException {
    try (var statement = admin.createStatement()) {
      statement.execute(
          "ALTER DATABASE \"%s\" ALLOW_CONNECTIONS %s"
              .formatted(registry.database.name(), allowed));
      statement.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = '%s' AND usename = 'registry_app'
          """
              .formatted(registry.database.name()));
    }
  }
}
