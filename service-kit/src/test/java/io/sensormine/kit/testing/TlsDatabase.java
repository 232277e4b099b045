package io.sensormine.kit.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sensormine.local.EmbeddedCluster;
import io.sensormine.local.Purpose;
import io.sensormine.local.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;

/**
 * A database that takes connections over TLS only.
 *
 * @param ours the certificate of the authority that vouches for it
 * @param theirs that of an authority that does not
 */
public record TlsDatabase(EmbeddedCluster cluster, TestDatabase database, Path ours, Path theirs)
    implements AutoCloseable {

  /** Makes and starts one in an empty directory. */
  public static TlsDatabase start(Path directory, Purpose purpose) throws Exception {
    var authority = authority("CN=Ours");
    var ours = Files.writeString(directory.resolve("ours.crt"), authority.getCertificatePEM());
    var theirs =
        Files.writeString(
            directory.resolve("theirs.crt"), authority("CN=Theirs").getCertificatePEM());
    var cluster = EmbeddedCluster.temporary(directory, purpose);
    cluster.start();
    var database = cluster.freshDatabase();
    cluster.stop();
    takeTlsOnly(directory.resolve(purpose.label()).resolve("pg"), authority);
    cluster.start();
    return new TlsDatabase(cluster, database, ours, theirs);
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

  /** The URL for a service that trusts one authority and no other. */
  public String url(Path authority) {
    return "%s?sslmode=verify-full&sslrootcert=%s".formatted(database.url(), authority);
  }

  /** The URL for a service that speaks in the clear. */
  public String urlInTheClear() {
    return database.url() + "?sslmode=disable";
  }

  /**
   * How many sessions there are.
   *
   * @param which a condition on {@code pg_stat_ssl} and {@code pg_stat_activity}
   */
  public long sessions(String which) throws SQLException {
    var query = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE " + which;
    try (var connection = database.adminConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
