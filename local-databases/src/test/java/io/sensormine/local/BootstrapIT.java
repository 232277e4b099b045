package io.sensormine.local;

import static io.sensormine.local.Sql.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bootstrap SQL, on a server of its own because it changes roles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootstrapIT {

  private EmbeddedCluster cluster;

  @BeforeAll
  void start(@TempDir Path directory) {
    Machine.assumeEmbedded();
    cluster = EmbeddedCluster.temporary(directory, Purpose.TIMESERIES);
    cluster.start();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void runsAgainWithOtherPasswords(Purpose purpose) throws SQLException {
    String name = "again_" + purpose.databaseName();
    DatabaseRole role =
        purpose == Purpose.CONFIG ? DatabaseRole.REGISTRY_APP : DatabaseRole.TELEMETRY_READER;
    RolePasswords first = RolePasswords.generate();
    RolePasswords second = RolePasswords.generate();
    Bootstrap.run(cluster.server(), name, purpose, first);
    String before = privileges(name);
    Bootstrap.run(cluster.server(), name, purpose, second);

    assertThat(privileges(name)).isEqualTo(before);
    new Database(cluster.server(), name, purpose, second).connect(role).close();
    Database withFirst = new Database(cluster.server(), name, purpose, first);
    assertThatThrownBy(() -> withFirst.connect(role))
        .hasMessageContaining("password authentication failed");
  }

  private @Nullable String privileges(String database) throws SQLException {
    try (Connection connection = cluster.server().connect(database)) {
      return ask(
          connection,
          """
          SELECT concat_ws(E'\\n',
            (SELECT datacl FROM pg_database WHERE datname = current_database()),
            (SELECT string_agg(concat_ws(' ', nspname, nspowner::regrole, nspacl), ', '
              ORDER BY nspname) FROM pg_namespace),
            (SELECT string_agg(concat_ws(' ', setrole::regrole, setconfig), ', ' ORDER BY setrole)
              FROM pg_db_role_setting
              WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())),
            (SELECT string_agg(concat_ws(' ', roleid::regrole, member::regrole, inherit_option,
              set_option), ', ' ORDER BY roleid) FROM pg_auth_members))
          """);
    }
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void runsInSeveralDatabasesAtTheSameTime(Purpose purpose)
      throws ExecutionException, InterruptedException {
    RolePasswords passwords = RolePasswords.generate();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> runs = new ArrayList<>();
      for (int run = 0; run < 8; run++) {
        // Two at a time in one database.
        String name = "parallel_" + run / 2 + "_" + purpose.databaseName();
        runs.add(threads.submit(() -> Bootstrap.run(cluster.server(), name, purpose, passwords)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
  }

  @Test
  void refusesAnEmptyPassword() {
    RolePasswords empty = RolePasswords.by(role -> "");
    assertThatThrownBy(() -> Bootstrap.run(cluster.server(), "empty", Purpose.CONFIG, empty))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("bootstrap.identity_owner_password is empty");
  }
}
