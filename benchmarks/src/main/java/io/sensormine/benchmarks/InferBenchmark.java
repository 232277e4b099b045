package io.sensormine.benchmarks;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.registry.inference.Inference;
import io.sensormine.registry.inference.InferenceLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Inferring a definition from samples of twelve fields (a time, eight random walks of two decimals,
 * a counter, a boolean, an enumerated text) as NDJSON, one after the other on one thread, against
 * reading the same lines into trees in the same run. Needs no instance.
 *
 * <p>Arguments: samples a run (default 10,000), counted runs (default 9).
 */
public final class InferBenchmark {
  private static final int WARM_UP_RUNS = 20;
  private static final int WALKS = 8;
  private static final String[] MODES = {"idle", "heat", "cool", "fault"};
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private InferBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    var count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
    var lines = lines(count);
    var infer = new ArrayList<Double>();
    var read = new ArrayList<Double>();
    for (var run = -WARM_UP_RUNS; run < runs; run++) {
      var readMillis = read(lines);
      var inferMillis = infer(lines);
      System.out.printf(
          "%-8s  read %,7.1f ms   infer %,7.1f ms%n",
          run < 0 ? "warm-up" : "run " + (run + 1), readMillis, inferMillis);
      if (run >= 0) {
        read.add(readMillis);
        infer.add(inferMillis);
      }
    }
    report(count, infer, read);
  }

  private static List<byte[]> lines(int count) {
    var random = new Random(3);
    var walk = new double[WALKS];
    var lines = new ArrayList<byte[]>();
    var from = Instant.parse("2026-01-31T09:15:00Z");
    for (var i = 0; i < count; i++) {
      var json = new StringBuilder("{\"time\":\"").append(from.plusSeconds(10L * i)).append('"');
      for (var field = 0; field < WALKS; field++) {
        walk[field] += random.nextGaussian();
        json.append(",\"f")
            .append(field)
            .append("\":")
            .append(Math.round(walk[field] * 100) / 100.0);
      }
      json.append(",\"energy\":").append(1_000 + i);
      json.append(",\"on\":").append(random.nextBoolean());
      json.append(",\"mode\":\"").append(MODES[random.nextInt(MODES.length)]).append("\"}");
      lines.add(json.toString().getBytes(StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static double read(List<byte[]> lines) throws IOException {
    var began = System.nanoTime();
    var properties = 0;
    for (var line : lines) {
      properties += JSON.readTree(line).size();
    }
    var took = System.nanoTime() - began;
    if (properties != lines.size() * (WALKS + 4)) {
      throw new IllegalStateException("read " + properties + " properties");
    }
    return took / 1e6;
  }

  private static double infer(List<byte[]> lines) throws IOException {
    var began = System.nanoTime();
    var inference = new Inference(new InferenceLimits(lines.size(), 1_000, 24, 1 << 20));
    for (var line : lines) {
      if (inference.add(JSON.readTree(line), JsonPointer.empty()) != null) {
        throw new IllegalStateException(new String(line, StandardCharsets.UTF_8));
      }
    }
    var definition = inference.definition();
    var took = System.nanoTime() - began;
    if (definition.path("required").size() != WALKS + 4) {
      throw new IllegalStateException(definition.toString());
    }
    return took / 1e6;
  }

  private static void report(int count, List<Double> infer, List<Double> read) throws IOException {
    System.out.printf(
        "%n%-42s %12s %21s%n",
        "%,d samples of 12 fields".formatted(count), "median ms", "spread ms");
    System.out.printf("%-42s %,12.1f %21s%n", "reading only (ceiling)", median(read), spread(read));
    System.out.printf(
        "%-42s %,12.1f %21s%n", "reading and inferring", median(infer), spread(infer));
    System.out.printf("ratio %.2f%n", median(read) / median(infer));
    var file = Path.of("benchmarks", "target", "infer.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, Json.write(Map.of("samples", count, "inferMillis", infer, "readMillis", read)));
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length % 2 == 1
        ? sorted[sorted.length / 2]
        : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  }

  private static String spread(List<Double> values) {
    var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return "%,.1f–%,.1f".formatted(sorted[0], sorted[sorted.length - 1]);
  }
}
