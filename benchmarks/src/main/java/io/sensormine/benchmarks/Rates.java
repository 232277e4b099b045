package io.sensormine.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one contender came to in each counted run, in something a second. Not thread-safe. */
final class Rates {
  private final List<Double> counted = new ArrayList<>();

  void add(double rate) {
    counted.add(rate);
  }

  List<Double> all() {
    return List.copyOf(counted);
  }

  double median() {
    var sorted = sorted();
    return sorted.length % 2 == 1
        ? sorted[sorted.length / 2]
        : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  }

  String spread() {
    var sorted = sorted();
    return "%,.0f–%,.0f".formatted(sorted[0], sorted[sorted.length - 1]);
  }

  /** One line of the table. */
  void print(String name) {
    System.out.printf("%-42s %,12.0f %21s%n", name, median(), spread());
  }

  static void printHead(String title) {
    System.out.printf("%n%-42s %12s %21s%n", title, "median/s", "spread/s");
  }

  /** Keeps a report as JSON beside what was built. */
  static void write(String fileName, Object report) throws IOException {
    var file = Path.of("benchmarks", "target", fileName);
    Files.createDirectories(file.getParent());
    Files.writeString(file, Json.write(report));
  }

  private double[] sorted() {
    var sorted = counted.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
