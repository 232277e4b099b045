package io.sensormine.local;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A server that tests make databases on. Each is copied from a template that the first one to ask
 * prepares, in whatever process that is.
 */
record TestServer(Purpose purpose, DatabaseServer server, RolePasswords passwords) {

  /** The advisory lock, in the database {@code postgres}, under which templates are made. */
  private static final long TEMPLATE_LOCK = 0x53656e736f726d69L;

  /** A new database, prepared, for one test. */
  TestDatabase freshDatabase() {
    String name =
        "sensormine_test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    try {
      try (Connection connection = server.connect("postgres");
          Statement statement = connection.createStatement()) {
        String template = template(statement);
        statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
      }
      // A copy takes neither the template's grants on the database nor its settings.
      Bootstrap.prepare(server, name, purpose, passwords);
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "No test database could be made at " + server.authority() + ": " + e.getMessage(), e);
    }
    return new TestDatabase(server, name, purpose, passwords);
  }

  private String template(Statement statement) throws SQLException {
    CRC32 checksum = new CRC32();
    checksum.update(Resources.read(purpose.bootstrapResource()).getBytes(StandardCharsets.UTF_8));
    String name =
        "sensormine_template_"
            + purpose.name().toLowerCase(Locale.ROOT)
            + "_"
            + HexFormat.of().toHexDigits((int) checksum.getValue());
    if (!isReady(statement, name)) {
      statement.execute("SELECT pg_advisory_lock(" + TEMPLATE_LOCK + ")");
      try {
        if (!isReady(statement, name)) {
          makeTemplate(statement, name);
        }
      } finally {
        statement.execute("SELECT pg_advisory_unlock(" + TEMPLATE_LOCK + ")");
      }
    }
    return name;
  }

  private static boolean isReady(Statement statement, String name) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT FROM pg_database WHERE datistemplate AND datname = '" + name + "'")) {
      return rows.next();
    }
  }

  private void makeTemplate(Statement statement, String name) throws SQLException {
    statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    statement.execute("CREATE DATABASE " + name);
    Bootstrap.prepare(server, name, purpose, passwords);
    statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    // TimescaleDB's own workers may still be connected; a template must have no session.
    statement.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"
            + name
            + "'");
    statement.execute("ALTER DATABASE " + name + " IS_TEMPLATE true");
  }
}
