package io.sensormine.ingestion.rollup;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections whose session the database ends at a chosen step, as a kill of the process would. */
final class Kills {
  private Kills() {}

  /**
   * A connection that dies.
   *
   * @param steps how many statements and commits it lives for
   */
  static Connection after(int steps, Connection connection, RollupDatabase database)
      throws SQLException {
    int pid;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      pid = row.getInt(1);
    }
    var left = new AtomicInteger(steps);
    return (Connection)
        Proxy.newProxyInstance(
            Kills.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              var isStep =
                  method.getName().equals("prepareStatement") || method.getName().equals("commit");
              if (isStep && left.getAndDecrement() == 0) {
                database.query("SELECT pg_terminate_backend(%d, 10000)".formatted(pid));
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
