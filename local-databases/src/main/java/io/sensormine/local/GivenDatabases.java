package io.sensormine.local;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Databases that somebody else runs. With a superuser given they are prepared as the others are;
 * without one the operator has run the bootstrap SQL.
 */
final class GivenDatabases implements LocalDatabases {

  private final Settings settings;
  private final RolePasswords passwords;

  GivenDatabases(Settings settings, RolePasswords passwords) {
    this.settings = settings;
    this.passwords = passwords;
  }

  @Override
  public void start() {
    for (Purpose purpose : Purpose.values()) {
      Database database = database(purpose);
      if (database.server().superuser().isPresent()) {
        Bootstrap.run(database.server(), database.name(), purpose, passwords);
      }
      for (DatabaseRole role : DatabaseRole.values()) {
        if (role.purpose() == purpose) {
          require(database, role);
        }
      }
    }
  }

  private static void require(Database database, DatabaseRole role) {
    try (Connection _ = database.connect(role)) {
      return;
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "%s does not let the role %s in: %s; run the bootstrap SQL there, or give %s and %s."
              .formatted(
                  database.url(),
                  role.roleName(),
                  e.getMessage(),
                  role.purpose().adminUserVariable(),
                  role.purpose().adminPasswordVariable()),
          e);
    }
  }

  @Override
  public DatabaseSource source() {
    return DatabaseSource.GIVEN;
  }

  @Override
  public Database database(Purpose purpose) {
    DatabaseServer.Address given = DatabaseServer.given(purpose, settings.environment());
    return new Database(given.server(), given.databaseName(), purpose, passwords);
  }

  @Override
  public OptionalLong pid(Purpose purpose) {
    return OptionalLong.empty();
  }

  @Override
  public boolean isAlive(Purpose purpose) {
    DatabaseRole role =
        switch (purpose) {
          case CONFIG -> DatabaseRole.IDENTITY_OWNER;
          case TIMESERIES -> DatabaseRole.TELEMETRY_OWNER;
        };
    try (Connection _ = database(purpose).connect(role)) {
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void restart(Purpose purpose) {
    if (!isAlive(purpose)) {
      throw new DatabaseUnavailableException(
          database(purpose).url()
              + " does not answer; start it or correct "
              + purpose.urlVariable()
              + ".");
    }
  }

  @Override
  public void stop() {}
}
