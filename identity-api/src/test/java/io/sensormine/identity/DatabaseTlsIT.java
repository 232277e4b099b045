package io.sensormine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.local.EmbeddedCluster;
import io.sensormine.local.Purpose;
import io.sensormine.local.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations and pool over TLS, to a database that takes nothing else. */
class DatabaseTlsIT {
  @TempDir private static Path directory;
  private static EmbeddedCluster cluster;
  private static TestDatabase database;
  private static Path ours;
  private static Path theirs;

  @BeforeAll
  static void start() throws Exception {
    var authority = authority("CN=Ours");
    ours = Files.writeString(directory.resolve("ours.crt"), authority.getCertificatePEM());
    theirs =
        Files.writeString(
            directory.resolve("theirs.crt"), authority("CN=Theirs").getCertificatePEM());
    cluster = EmbeddedCluster.temporary(directory, Purpose.CONFIG);
    cluster.start();
    database = cluster.freshDatabase();
    cluster.stop();
    takeTlsOnly(directory.resolve("config-db/pg"), authority);
    cluster.start();
  }

  private static void takeTlsOnly(Path data, X509Bundle authority) throws Exception {
    var issued =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=database")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    Files.writeString(data.resolve("server.crt"), issued.getCertificatePathPEM());
    var key = Files.writeString(data.resolve("server.key"), issued.getPrivateKeyPEM());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(data.resolve("postgresql.conf"), "ssl = on\n", StandardOpenOption.APPEND);
    var access = Files.readString(data.resolve("pg_hba.conf"));
    Files.writeString(data.resolve("pg_hba.conf"), access.replaceAll("(?m)^host\\b", "hostssl"));
  }

  private static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject(name)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void migratesAndWorksOverTls() throws SQLException {
    try (var service = start(Map.of("SENSORMINE_CONFIG_URL", url("verify-full", ours)))) {
      service.anonymous().get("/health/readiness").expect(200);
      assertThat(sessions("usename = 'identity_app' AND ssl")).isPositive();
      assertThat(sessions("usename IN ('identity_app', 'identity_owner') AND NOT ssl")).isZero();
    }
  }

  @Test
  void migratesNothingOverAConnectionOfAnUnknownAuthority() {
    var environment = Map.of("SENSORMINE_CONFIG_URL", url("verify-full", theirs));
    assertThatThrownBy(() -> start(environment).close())
        .hasStackTraceContaining("PKIX path building failed");
  }

  @Test
  void asksNothingOverAConnectionOfAnUnknownAuthority() {
    var environment =
        Map.of(
            "SENSORMINE_CONFIG_URL",
            url("verify-full", ours),
            "DATASOURCES_DEFAULT_URL",
            url("verify-full", theirs),
            // nothing is asked while it starts
            "SENSORMINE_BOOTSTRAP_EMAIL",
            "",
            "SENSORMINE_BOOTSTRAP_PASSWORD",
            "");
    assertThatThrownBy(
            () -> {
              try (var service = start(environment)) {
                service.anonymous().get("/health/readiness").expect(200);
              }
            })
        .satisfies(refused ->
            assertThat(refused)
                .satisfiesAnyOf(
                    unready -> assertThat(unready).hasMessageContaining("but was 503"),
                    failed ->
                        assertThat(failed).hasStackTraceContaining("PKIX path building failed")));
  }

  @Test
  void isRefusedInTheClear() {
    var environment = Map.of("SENSORMINE_CONFIG_URL", database.url() + "?sslmode=disable");
    assertThatThrownBy(() -> start(environment).close()).hasStackTraceContaining("no encryption");
  }

  private static RunningService start(Map<String, String> environment) {
    return IdentityUnderTest.start(database, environment);
  }

  private static String url(String mode, Path authority) {
    return "%s?sslmode=%s&sslrootcert=%s".formatted(database.url(), mode, authority);
  }

  private static long sessions(String which) throws SQLException {
    var query = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE " + which;
    try (var connection = database.adminConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
