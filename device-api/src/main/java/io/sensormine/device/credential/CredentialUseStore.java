package io.sensormine.device.credential;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Writes when credentials were used, whosever they are; the database lets it write no more. */
@Singleton
class CredentialUseStore {
  private static final String RECORD = "SELECT record_credential_uses(?, ?, ?)";

  private final JdbcOperations jdbc;

  CredentialUseStore(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds uses, each credential's once, in one statement. */
  @Transactional
  void add(List<CredentialUse> uses) {
    jdbc.prepareStatement(
        RECORD,
        statement -> {
          array(statement, 1, "uuid", uses, CredentialUse::id);
          array(statement, 2, "timestamptz", uses, use -> text(use.first()));
          array(statement, 3, "timestamptz", uses, use -> text(use.last()));
          return statement.execute();
        });
  }

  /** With its offset: a {@code Timestamp} in an array is written in the zone of this machine. */
  private static String text(Instant time) {
    return time.toString();
  }

  private static void array(
      PreparedStatement statement,
      int index,
      String type,
      List<CredentialUse> uses,
      Function<CredentialUse, Object> element)
      throws SQLException {
    var elements = uses.stream().map(element).toArray();
    statement.setArray(index, statement.getConnection().createArrayOf(type, elements));
  }
}
