package io.sensormine.local;

import static io.sensormine.local.Sql.ask;
import static io.sensormine.local.Sql.execute;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.local.LocalDatabases.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation with its databases in Docker, by the project's own Compose file. */
class ComposeDatabasesIT {

  @TempDir private Path home;
  private Settings settings;

  @BeforeEach
  void configure() throws IOException {
    Machine.assumeDocker();
    Map<String, String> environment = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("../.env.example"))) {
      if (line.startsWith("SENSORMINE_")) {
        environment.put(line.substring(0, line.indexOf('=')), RolePasswords.secret());
      }
    }
    environment.put(DatabaseChoice.VARIABLE, "docker");
    settings =
        new Settings(
            home,
            EmbeddedCluster.freePort(),
            EmbeddedCluster.freePort(),
            Path.of("../docker-compose.yml").toAbsolutePath().normalize(),
            "sensormine-test-" + ProcessHandle.current().pid(),
            environment);
  }

  @AfterEach
  void drop() {
    if (settings != null) {
      LocalDatabases.drop(settings);
    }
  }

  @Test
  void keepsDataThroughAStopAndStartsAgainWhatHasDied() throws SQLException {
    LocalDatabases databases = LocalDatabases.start(settings);
    assertThat(databases.source()).isEqualTo(DatabaseSource.DOCKER);
    assertThat(databases.config().url())
        .isEqualTo("jdbc:postgresql://127.0.0.1:%d/sensormine".formatted(settings.configPort()));
    execute(databases.config(), "CREATE TABLE mark AS SELECT 7 AS id");
    databases.config().connect(DatabaseRole.DEVICE_APP).close();
    databases.timeseries().connect(DatabaseRole.TELEMETRY_READER).close();
    assertThat(databases.edition()).isNotNull();

    long config = databases.pid(Purpose.CONFIG).orElseThrow();
    kill(Purpose.TIMESERIES);
    assertThat(databases.isAlive(Purpose.TIMESERIES)).isFalse();
    databases.restart(Purpose.TIMESERIES);
    databases.restart(Purpose.CONFIG);
    assertThat(databases.pid(Purpose.CONFIG)).hasValue(config);
    assertThat(ask(databases.timeseries(), "SELECT 1")).isEqualTo("1");

    databases.stop();
    assertThat(databases.isAlive(Purpose.CONFIG)).isFalse();
    assertThat(ask(LocalDatabases.start(settings).config(), "SELECT id FROM mark")).isEqualTo("7");
  }

  private void kill(Purpose purpose) {
    String filters =
        "--filter label=com.docker.compose.project=%s --filter label=com.docker.compose.service=%s"
            .formatted(settings.composeProject(), purpose.label());
    Commands.Outcome killed =
        Commands.run(
            Duration.ofMinutes(1),
            List.of("sh", "-c", "docker kill $(docker ps --quiet " + filters + ")"));
    assertThat(killed.exitCode()).as(killed.output()).isZero();
  }
}
