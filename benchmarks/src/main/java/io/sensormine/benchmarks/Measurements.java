package io.sensormine.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What each contender came to in each counted run: messages a second, and what a million readings
 * cost in processor seconds and in bytes of the database's log. Not thread-safe.
 */
final class Measurements {
  private static final double MILLION = 1e6;

  private final Instance instance;
  private final Map<String, Figures> figures = new LinkedHashMap<>();
  private boolean counts;

  Measurements(Instance instance) {
    this.instance = instance;
  }

  /** One contender's; the costs by a million readings. */
  record Figures(Rates messages, Rates service, Rates database, Rates walMegabytes) {
    Map<String, Object> report() {
      return Map.of(
          "messagesPerSecond",
          messages.all(),
          "serviceSecondsPerMillionReadings",
          service.all(),
          "databaseSecondsPerMillionReadings",
          database.all(),
          "walMegabytesPerMillionReadings",
          walMegabytes.all());
    }
  }

  /** Whether what comes is counted, or only to warm up. */
  void count(boolean counts) {
    this.counts = counts;
  }

  /** Runs a contender once; it says how many seconds it took. */
  void measure(String name, int messages, Callable<Double> contender) throws Exception {
    var before = Processors.of(instance);
    long walBefore = wal();
    double seconds = contender.call();
    var used = Processors.of(instance).since(before);
    long wal = wal() - walBefore;
    double rate = messages / seconds;
    double millions = messages * (double) StandardWork.FIELDS / MILLION;
    System.out.printf("  %-44s %,10.0f/s%n", name, rate);
    if (counts) {
      var row =
          figures.computeIfAbsent(
              name, missing -> new Figures(new Rates(), new Rates(), new Rates(), new Rates()));
      row.messages().add(rate);
      row.service().add(used.services() / millions);
      row.database().add(used.database() / millions);
      row.walMegabytes().add(wal / MILLION / millions);
    }
  }

  private long wal() throws SQLException {
    try (var connection = DriverManager.getConnection(instance.timeseriesUrl());
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The table. {@code ceilings} says which contender each one is held against. */
  void print(Map<String, String> ceilings) throws IOException {
    System.out.printf(
        "%n%-44s %10s %19s %7s  %s%n",
        "",
        "median/s",
        "spread/s",
        "ratio",
        "CPU s (service + database) · MB of WAL / 1 M readings");
    figures.forEach((name, row) -> {
      var ceiling = figures.get(ceilings.getOrDefault(name, ""));
      System.out.printf(
          "%-44s %,10.0f %19s %7s  %.2f (%.2f + %.2f) · %.1f%n",
          name,
          row.messages().median(),
          row.messages().spread(),
          ceiling == null
              ? ""
              : "%.2f".formatted(row.messages().median() / ceiling.messages().median()),
          row.service().median() + row.database().median(),
          row.service().median(),
          row.database().median(),
          row.walMegabytes().median());
    });
    System.out.printf(
        "edition %s · fdatasync/s %,.0f · cores %d%n",
        instance.state().edition(),
        Fdatasync.perSecond(Path.of(".")),
        Runtime.getRuntime().availableProcessors());
  }

  /** Keeps all of it as JSON. */
  void write(String fileName, Map<String, String> ceilings) throws IOException {
    var rows = new LinkedHashMap<String, Object>();
    figures.forEach((name, row) -> rows.put(name, row.report()));
    Rates.write(
        fileName,
        Map.of(
            "edition",
            String.valueOf(instance.state().edition()),
            "cores",
            Runtime.getRuntime().availableProcessors(),
            "fdatasyncPerSecond",
            Fdatasync.perSecond(Path.of(".")),
            "ceilings",
            ceilings,
            "rows",
            rows));
  }
}
