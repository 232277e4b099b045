package io.sensormine.local;

/**
 * Databases for tests: a fresh one each call, real, with the roles in place and nothing migrated.
 * The servers behind them are shared by all that tests in one Maven build and go when it ends.
 *
 * <pre>{@code
 * try (TestDatabase database = TestDatabases.config()) {
 *   Map<String, String> environment = database.environment();
 * }
 * }</pre>
 */
public final class TestDatabases {

  private static final TestServers SERVERS = new TestServers(System.getenv());

  private TestDatabases() {}

  /**
   * A fresh config database.
   *
   * @throws DatabaseUnavailableException where no server can be had
   */
  public static TestDatabase config() {
    return SERVERS.server(Purpose.CONFIG).freshDatabase();
  }

  /**
   * A fresh time-series database.
   *
   * @throws DatabaseUnavailableException where no server can be had
   */
  public static TestDatabase timeseries() {
    return SERVERS.server(Purpose.TIMESERIES).freshDatabase();
  }

  /** Where they come from. */
  public static DatabaseSource source() {
    return SERVERS.source();
  }
}
