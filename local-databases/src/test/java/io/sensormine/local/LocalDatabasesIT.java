package io.sensormine.local;

import static io.sensormine.local.Sql.ask;
import static io.sensormine.local.Sql.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.local.LocalDatabases.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation with embedded databases, and one with given ones. */
class LocalDatabasesIT {

  @TempDir private Path home;
  private Settings settings;

  @BeforeEach
  void configure() {
    Machine.assumeEmbedded();
    settings = settings(Map.of(DatabaseChoice.VARIABLE, "embedded"), RolePasswords.generate());
    // A watcher for the case that this JVM is killed; drop() does its work otherwise.
    PrivateFiles.ownDirectory(settings.data());
    Watcher.watch(ProcessIdentity.current(), settings.data());
  }

  @AfterEach
  void drop() {
    LocalDatabases.drop(settings);
  }

  private Settings settings(Map<String, String> variables, RolePasswords passwords) {
    Map<String, String> environment = new HashMap<>(variables);
    for (Purpose purpose : Purpose.values()) {
      environment.putAll(passwords.environment(purpose));
    }
    return new Settings(
        home.resolve("home"),
        EmbeddedCluster.freePort(),
        EmbeddedCluster.freePort(),
        Path.of("../docker-compose.yml"),
        "unused",
        environment);
  }

  @Test
  void keepsDataThroughAStopAndTakesNewPasswords() throws SQLException {
    LocalDatabases first = LocalDatabases.start(settings);
    execute(first.config(), "CREATE TABLE mark AS SELECT 7 AS id");
    first.stop();
    assertThat(Arrays.stream(Purpose.values()).anyMatch(first::isAlive)).isFalse();

    Settings changed =
        new Settings(
            settings.home(),
            settings.configPort(),
            settings.timeseriesPort(),
            settings.composeFile(),
            settings.composeProject(),
            settings(Map.of(), RolePasswords.generate()).environment());
    LocalDatabases second = LocalDatabases.start(changed);

    assertThat(second.source()).isEqualTo(DatabaseSource.EMBEDDED);
    assertThat(second.config().url()).endsWith(settings.configPort() + "/sensormine");
    assertThat(second.timeseries().url())
        .endsWith(settings.timeseriesPort() + "/sensormine_timeseries");
    assertThat(ask(second.config(), "SELECT id FROM mark")).isEqualTo("7");
    assertThat(second.edition()).isEqualTo(Edition.APACHE);
    assertThat(ask(second.timeseries(), "SHOW fsync")).isEqualTo("on");
    assertThatThrownBy(() -> first.config().connect(DatabaseRole.IDENTITY_APP))
        .hasMessageContaining("password authentication failed");
    second.config().connect(DatabaseRole.IDENTITY_APP).close();
  }

  @Test
  void startsAgainWhatHasDied() throws SQLException {
    LocalDatabases databases = LocalDatabases.start(settings);
    long config = databases.pid(Purpose.CONFIG).orElseThrow();
    long timeseries = databases.pid(Purpose.TIMESERIES).orElseThrow();

    Commands.signal("KILL", timeseries);
    ProcessHandle.of(timeseries).ifPresent(process -> process.onExit().join());
    assertThat(databases.isAlive(Purpose.TIMESERIES)).isFalse();
    for (Purpose purpose : Purpose.values()) {
      databases.restart(purpose);
    }

    assertThat(databases.pid(Purpose.CONFIG)).hasValue(config);
    assertThat(ask(databases.timeseries(), "SELECT 1")).isEqualTo("1");
  }

  @Test
  void leavesNothingHalfStarted() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(settings.timeseriesPort(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> LocalDatabases.start(settings))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
    assertThat(new PostmasterFile(settings.data().resolve("config-db/pg")).postmaster()).isEmpty();
  }

  @Test
  void dropsAllData() throws SQLException {
    LocalDatabases databases = LocalDatabases.start(settings);
    execute(databases.config(), "CREATE TABLE mark (id int)");
    LocalDatabases.drop(settings);
    assertThat(settings.data()).doesNotExist();
    assertThat(databases.isAlive(Purpose.CONFIG)).isFalse();
    assertThat(ask(LocalDatabases.start(settings).config(), "SELECT to_regclass('mark')")).isNull();
  }

  @Test
  void preparesGivenDatabasesAndLeavesThemAlone() throws SQLException {
    LocalDatabases embedded = LocalDatabases.start(settings);
    RolePasswords passwords = RolePasswords.generate();
    Map<String, String> given = new HashMap<>();
    for (Purpose purpose : Purpose.values()) {
      DatabaseServer server = embedded.database(purpose).server();
      given.put(purpose.urlVariable(), server.url("given_" + purpose.databaseName()));
      given.put(purpose.adminUserVariable(), "postgres");
      given.put(purpose.adminPasswordVariable(), server.superuser().orElseThrow().password());
    }
    LocalDatabases prepared = LocalDatabases.start(settings(given, passwords));
    assertThat(prepared.source()).isEqualTo(DatabaseSource.GIVEN);
    assertThat(prepared.pid(Purpose.CONFIG)).isEmpty();
    prepared.stop();
    assertThat(prepared.isAlive(Purpose.CONFIG)).isTrue();

    for (Purpose purpose : Purpose.values()) {
      given.remove(purpose.adminUserVariable());
      given.remove(purpose.adminPasswordVariable());
    }
    LocalDatabases bare = LocalDatabases.start(settings(given, passwords));
    try (Connection connection = bare.timeseries().connect(DatabaseRole.TELEMETRY_READER)) {
      assertThat(ask(connection, "SHOW search_path")).isEqualTo("query, public");
    }
    assertThatThrownBy(() -> LocalDatabases.start(settings(given, RolePasswords.generate())))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("does not let the role identity_owner in");
  }
}
