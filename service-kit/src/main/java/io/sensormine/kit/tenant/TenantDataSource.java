package io.sensormine.kit.tenant;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.UUID;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Tells every connection, as it is handed out, whose data it may see: row-level security and the
 * tenant views filter by the setting {@code sensormine.tenant_id}. This is the only place that sets
 * it; a connection handed out without a tenant sees no tenant's rows.
 */
final class TenantDataSource implements DataSource {
  private static final String TELL = "SELECT set_config('sensormine.tenant_id', ?, false)";

  // not the framework's DelegatingDataSource: what extends that is unwrapped behind our back
  private final DataSource pool;

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

  private static Connection told(Connection connection) throws SQLException {
    try (var tell = connection.prepareStatement(TELL)) {
      tell.setString(1, TenantContext.current().map(UUID::toString).orElse(""));
      tell.execute();
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
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
