package io.sensormine.kit.tenant;

import static java.util.Collections.synchronizedMap;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Tells every connection, as it is handed out, whose data it may see: row-level security and the
 * tenant views filter by the setting {@code sensormine.tenant_id}. This is the only place that sets
 * it, so that a connection that was told the same before is not told again: that is an exchange
 * with the database less. A connection handed out without a tenant sees no tenant's rows.
 */
final class TenantDataSource implements DataSource {
  private static final String TELL = "SELECT set_config('sensormine.tenant_id', ?, false)";

  // not the framework's DelegatingDataSource: what extends that is unwrapped behind our back
  private final DataSource pool;

  /** What each of the driver's connections was told last, and is certain to have kept. */
  private final Map<Connection, String> told = synchronizedMap(new WeakHashMap<>());

  private TenantDataSource(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return told(pool.getConnection());
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return told(pool.getConnection(username, password));
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }

  private Connection told(Connection connection) throws SQLException {
    var tenant = TenantContext.current().map(UUID::toString).orElse("");
    try {
      var driver = connection.unwrap(Connection.class);
      if (!tenant.equals(told.get(driver))) {
        told.remove(driver);
        tell(connection, tenant);
        // within a transaction it would be taken back with that
        if (connection.getAutoCommit()) {
          told.put(driver, tenant);
        }
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void tell(Connection connection, String tenant) throws SQLException {
    try (var tell = connection.prepareStatement(TELL)) {
      tell.setString(1, tenant);
      tell.execute();
    }
  }

  /** Wraps every pool before any other listener sees it. */
  @Singleton
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class Wrapping implements BeanCreatedEventListener<DataSource> {
    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
      return new TenantDataSource(event.getBean());
    }
  }
}
