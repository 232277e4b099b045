package io.sensormine.benchmarks;

import io.sensormine.standalone.home.ProcessRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Seconds of processor that the services' process and the processes of the time-series database
 * have used, user and system, as Linux tells in {@code /proc}; what ended meanwhile is in its
 * parent's figures.
 *
 * @param services all five in one process
 * @param database NaN where its processes are not ours to see
 */
record Processors(double services, double database) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  private record Stat(long parent, long ticks) {}

  static Processors of(Instance instance) {
    var all = all();
    return new Processors(
        seconds(all, instance.state().services()),
        seconds(all, instance.state().timeseriesDatabase()));
  }

  /** What was used since then. */
  Processors since(Processors before) {
    return new Processors(services - before.services, database - before.database);
  }

  double both() {
    return services + database;
  }

  private static double seconds(Map<Long, Stat> all, @Nullable ProcessRef root) {
    if (root == null || !all.containsKey(root.pid())) {
      return Double.NaN;
    }
    Set<Long> family = new HashSet<>(Set.of(root.pid()));
    boolean grows = true;
    while (grows) {
      var children =
          all.entrySet().stream()
              .filter(each -> family.contains(each.getValue().parent()))
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      grows = family.addAll(children);
    }
    return all.entrySet().stream()
            .filter(each -> family.contains(each.getKey()))
            .mapToLong(each -> each.getValue().ticks())
            .sum()
        / TICKS_PER_SECOND;
  }

  private static Map<Long, Stat> all() {
    Map<Long, Stat> all = new HashMap<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes
          .filter(path -> path.getFileName().toString().matches("\\d+"))
          .forEach(path -> {
            var stat = read(path.resolve("stat"));
            if (stat != null) {
              all.put(Long.valueOf(path.getFileName().toString()), stat);
            }
          });
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null where the process has just ended. */
  private static @Nullable Stat read(Path file) {
    try {
      var text = Files.readString(file);
      // the name in parentheses may hold blanks
      var rest = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int at = USER; at <= CHILDREN_SYSTEM; at++) {
        ticks += Long.parseLong(rest[at]);
      }
      return new Stat(Long.parseLong(rest[PARENT]), ticks);
    } catch (IOException gone) {
      return null;
    }
  }
}
