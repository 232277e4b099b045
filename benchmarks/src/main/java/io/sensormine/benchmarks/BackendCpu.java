package io.sensormine.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a connection's process in the database has spent of the processors, which other work on the
 * machine does not blur as it does time. The database runs on this machine, in its processes.
 */
record BackendCpu(Path stat) {
  /** Linux tells in hundredths of a second, whatever its kernel counts in. */
  private static final double TICKS = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  static BackendCpu of(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return new BackendCpu(Path.of("/proc", row.getString(1), "stat"));
    }
  }

  /** Seconds so far, in user and system mode. */
  double seconds() throws IOException {
    var line = Files.readString(stat);
    if (!line.contains("(postgres)")) {
      throw new IllegalStateException(stat + " is no process of a database on this machine");
    }
    // the name before may hold blanks
    var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS;
  }
}
