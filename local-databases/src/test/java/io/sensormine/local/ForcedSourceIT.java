package io.sensormine.local;

import static io.sensormine.local.Sql.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each source of test databases, forced. */
class ForcedSourceIT {

  private static TestServers forced(String source) {
    return new TestServers(Map.of(DatabaseChoice.VARIABLE, source));
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void canBeEmbedded(Purpose purpose) throws SQLException {
    Machine.assumeEmbedded();
    assertUsable(forced("embedded"), DatabaseSource.EMBEDDED, purpose);
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void canRunInDocker(Purpose purpose) throws SQLException {
    Machine.assumeDocker();
    assertUsable(forced("docker"), DatabaseSource.DOCKER, purpose);
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void canBeGiven(Purpose purpose, @TempDir Path directory) throws SQLException {
    Machine.assumeEmbedded();
    try (EmbeddedCluster cluster = EmbeddedCluster.temporary(directory, Purpose.TIMESERIES)) {
      cluster.start();
      Map<String, String> environment = new HashMap<>();
      for (Purpose each : Purpose.values()) {
        environment.put(each.urlVariable(), cluster.server().url(each.databaseName()));
      }
      TestServers withoutAdmin = new TestServers(environment);
      assertThatThrownBy(() -> withoutAdmin.server(purpose))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContaining(purpose.adminUserVariable());

      environment.put(purpose.adminUserVariable(), "postgres");
      environment.put(
          purpose.adminPasswordVariable(), cluster.server().superuser().orElseThrow().password());
      assertUsable(new TestServers(environment), DatabaseSource.GIVEN, purpose);
      // Another JVM comes to the same passwords.
      try (TestDatabase first = new TestServers(environment).server(purpose).freshDatabase();
          TestDatabase second = new TestServers(environment).server(purpose).freshDatabase()) {
        first.connect(firstRole(purpose)).close();
        second.connect(firstRole(purpose)).close();
      }
    }
  }

  @Test
  void refuseDockerWhereNoEngineAnswers() {
    assumeFalse(DockerEngine.answers(), "an engine answers");
    assertThatThrownBy(() -> forced("docker").server(Purpose.CONFIG))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("no engine that has the images answers");
  }

  private static void assertUsable(TestServers servers, DatabaseSource source, Purpose purpose)
      throws SQLException {
    try (TestDatabase database = servers.server(purpose).freshDatabase()) {
      assertThat(servers.source()).isEqualTo(source);
      assertThat(ask(database, "SELECT current_database()")).isEqualTo(database.name());
      database.connect(firstRole(purpose)).close();
      if (purpose == Purpose.TIMESERIES) {
        assertThat(database.edition()).isNotNull();
      }
    }
  }

  private static DatabaseRole firstRole(Purpose purpose) {
    return switch (purpose) {
      case CONFIG -> DatabaseRole.IDENTITY_OWNER;
      case TIMESERIES -> DatabaseRole.TELEMETRY_OWNER;
    };
  }
}
