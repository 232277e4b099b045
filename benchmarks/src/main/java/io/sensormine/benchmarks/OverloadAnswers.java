package io.sensormine.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a flood was answered. Thread-safe. */
final class OverloadAnswers {
  private static final Pattern RECEIVED = Pattern.compile("\"received\":(\\d+)");

  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<Double> takenMillis = new ArrayList<>();
  private final List<Double> refusedMillis = new ArrayList<>();
  private final List<Double> heapMegabytes = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private long messages;
  private int closed;

  synchronized void add(PlainConnection.Answer answer, double millis) {
    statuses.merge(answer.status(), 1, Integer::sum);
    if (answer.status() == 200) {
      takenMillis.add(millis);
      var received = RECEIVED.matcher(answer.body());
      messages += received.find() ? Long.parseLong(received.group(1)) : 0;
      return;
    }
    refusedMillis.add(millis);
    boolean isBusy = answer.status() == 429 || answer.status() == 503;
    if (!isBusy || !answer.head().contains("retry-after:")) {
      others.add(answer.head() + answer.body());
    }
  }

  synchronized void closed() {
    closed++;
  }

  synchronized void heap(double megabytes) {
    heapMegabytes.add(megabytes);
  }

  synchronized long messages() {
    return messages;
  }

  synchronized Map<String, Object> report() {
    return Map.of(
        "answersByStatus", Map.copyOf(statuses),
        "answersThatAreNoneOfThem", others.size(),
        "connectionsClosed", closed,
        "takenMillisMedian", percentile(takenMillis, 50),
        "takenMillisP99", percentile(takenMillis, 99),
        "takenMillisMost", percentile(takenMillis, 100),
        "refusedMillisMedian", percentile(refusedMillis, 50),
        // the least of a stretch is about what is live: the rest is garbage not yet collected
        "heapMegabytesLeastOfFirstTenth", percentile(part(0), 0),
        "heapMegabytesLeastOfLastTenth", percentile(part(9), 0),
        "heapMegabytesMost", percentile(heapMegabytes, 100));
  }

  private List<Double> part(int tenth) {
    int size = heapMegabytes.size();
    return heapMegabytes.subList(tenth * size / 10, Math.max(1, (tenth + 1) * size / 10));
  }

  private static double percentile(List<Double> values, int percent) {
    var sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) * percent / 100];
  }

  /** Fails where an answer was neither 200 nor a 429 or 503 that says when to come again. */
  synchronized void requireOnlyBusy() {
    if (!others.isEmpty()) {
      throw new IllegalStateException(others.getFirst());
    }
  }
}
