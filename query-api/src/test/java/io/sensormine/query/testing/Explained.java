package io.sensormine.query.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that keeps how the database did each query with parameters. Not thread-safe. */
public final class Explained {
  private static final String EXPLAIN = "EXPLAIN (ANALYZE, FORMAT JSON) ";

  private final Connection connection;
  private final List<JsonNode> plans = new ArrayList<>();

  public Explained(Connection connection) {
    this.connection = connection;
  }

  /** What the product is given. */
  public Connection connection() {
    return proxy(
        Connection.class,
        (method, arguments) ->
            method.getName().equals("prepareStatement") && arguments.length == 1
                ? statement((String) arguments[0])
                : method.invoke(connection, arguments));
  }

  /** The plan of each query so far, in order. */
  public List<JsonNode> plans() {
    return List.copyOf(plans);
  }

  private PreparedStatement statement(String sql) throws SQLException {
    var asked = connection.prepareStatement(sql);
    var explained = connection.prepareStatement(EXPLAIN + sql);
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().equals("executeQuery")) {
            plans.add(plan(explained));
          } else if (method.getName().startsWith("set") || method.getName().equals("close")) {
            method.invoke(explained, arguments);
          }
          return method.invoke(asked, arguments);
        });
  }

  private static JsonNode plan(PreparedStatement explained) throws SQLException {
    try (var row = explained.executeQuery()) {
      row.next();
      return new ObjectMapper().readTree(row.getString(1)).get(0).path("Plan");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands for a call. */
  @FunctionalInterface
  private interface Call {
    @Nullable Object of(Method method, Object[] arguments)
        throws SQLException, InvocationTargetException, IllegalAccessException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                return call.of(method, arguments == null ? new Object[0] : arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
