package io.sensormine.local;

import static io.sensormine.local.Sql.ask;
import static io.sensormine.local.Sql.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterIT {

  @TempDir private Path directory;
  private EmbeddedCluster cluster;

  @BeforeEach
  void open() {
    Machine.assumeEmbedded();
    cluster = EmbeddedCluster.temporary(directory, Purpose.TIMESERIES);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void keepsItsDataThroughACrash() throws SQLException {
    cluster.start();
    TestDatabase database = cluster.freshDatabase();
    execute(database, "CREATE TABLE mark AS SELECT 7 AS id");
    long before = cluster.pid().orElseThrow();

    cluster.kill();
    assertThat(cluster.isAlive()).isFalse();
    cluster.start();

    assertThat(cluster.pid().orElseThrow()).isNotEqualTo(before);
    assertThat(ask(database, "SELECT id FROM mark")).isEqualTo("7");
  }

  @Test
  void stopsAtOnceWithSessionsOpenAndStartsAgain() throws SQLException {
    cluster.start();
    TestDatabase database = cluster.freshDatabase();
    try (Connection connection = database.adminConnection()) {
      cluster.stop();
      assertThat(cluster.pid()).isEmpty();
      assertThatThrownBy(() -> ask(connection, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    cluster.start();
    assertThat(ask(database, "SELECT 1")).isEqualTo("1");
  }

  @Test
  void findsTheServerThatRunsAlready() {
    cluster.start();
    long before = cluster.pid().orElseThrow();
    cluster.start();
    assertThat(cluster.pid()).hasValue(before);
  }

  @Test
  void startsWhereItsOldProcessNumberBelongsToSomebodyElse() throws IOException {
    cluster.start();
    cluster.kill();
    Path file = directory.resolve("timeseries-db/pg/postmaster.pid");
    List<String> lines = Files.readAllLines(file);
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(file, lines);

    cluster.start();

    assertThat(cluster.isAlive()).isTrue();
  }

  @Test
  void saysWhichPortIsTaken() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(cluster.port(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(cluster::start)
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessage(
              "Port %d, which the timeseries-db needs, is in use; stop what listens there or set"
                  + " SENSORMINE_PORT_OFFSET.",
              taken.getLocalPort());
    }
  }

  @Test
  void showsItsLogWhereItDoesNotComeUp() throws IOException {
    cluster.start();
    cluster.stop();
    Files.writeString(
        directory.resolve("timeseries-db/pg/postgresql.conf"),
        "work_mem = plenty\n",
        StandardOpenOption.APPEND);

    assertThatThrownBy(cluster::start)
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("invalid value for parameter \"work_mem\": \"plenty\"");
    assertThat(cluster.isAlive()).isFalse();
  }

  @Test
  void isPrivateToItsUser() throws IOException {
    cluster.start();
    assertThat(modeOf("timeseries-db")).isEqualTo("rwx------");
    assertThat(modeOf("timeseries-db/pg")).isEqualTo("rwx------");
    assertThat(modeOf("timeseries-db/superuser-password")).isEqualTo("rw-------");
    assertThat(Files.readString(directory.resolve("timeseries-db/pg/pg_hba.conf")))
        .doesNotContain(" trust");
  }

  private String modeOf(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(path)));
  }
}
