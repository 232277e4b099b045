package io.sensormine.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What query-api answers, each answer against what the database alone gives for the same in the
 * same run. Measures the instance that is up.
 *
 * <p>Arguments: messages of a range (default 1,000,000), counted runs (default 5), what to measure
 * of {@code export,series} (default all).
 */
public final class QueryBenchmark {
  private static final Set<String> PARTS = Set.of("export", "series");
  // what a query takes falls by a third while the service compiles what it is made of
  private static final int WARM_UPS = 4;

  private final Measurements measurements;
  private final List<Part> parts;

  /** Some rows of the table. */
  interface Part {
    /** Makes what is asked for, where it is missing. */
    void prepare() throws Exception;

    /** Measures each contender once. */
    void measure(Measurements measurements) throws Exception;

    /** Which contender each one is held against. */
    Map<String, String> ceilings();
  }

  private QueryBenchmark(Instance instance, List<Part> parts) {
    this.measurements = new Measurements(instance);
    this.parts = parts;
  }

  public static void main(String[] arguments) throws Exception {
    var messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var parts = arguments.length > 2 ? Set.of(arguments[2].split(",")) : PARTS;
    if (!PARTS.containsAll(parts)) {
      throw new IllegalArgumentException("There are " + PARTS + " to measure, not " + parts + ".");
    }
    var instance = Instance.running();
    new QueryBenchmark(
            instance, parts.stream().sorted().map(name -> part(name, instance, messages)).toList())
        .run(runs);
  }

  private static Part part(String name, Instance instance, int messages) {
    return switch (name) {
      case "export" -> new ExportPart(instance, messages);
      case "series" -> new SeriesPart(instance);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private void run(int runs) throws Exception {
    var ceilings = new LinkedHashMap<String, String>();
    for (var part : parts) {
      part.prepare();
      ceilings.putAll(part.ceilings());
    }
    for (int run = 1 - WARM_UPS; run <= runs; run++) {
      System.out.println(run < 1 ? "warm-up" : "run " + run);
      measurements.count(run > 0);
      for (var part : parts) {
        part.measure(measurements);
      }
    }
    measurements.print(ceilings);
    measurements.write("query.json", ceilings);
  }
}
