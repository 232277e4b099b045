package io.sensormine.standalone.simulate;

import io.sensormine.standalone.home.CommandException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be simulated.
 *
 * @param devices 1 to 100,000
 * @param rate messages a second, of all devices together; 0.01 to 1,000,000
 * @param schema the file with the definition that messages are made by
 * @param duration how long; null until it is stopped
 * @param batch messages a request, 1 to 10,000; more than one are sent by the tenant's gateway
 * @param connections requests at the same time, 1 to 1,000
 * @param seed the same one makes the same messages
 * @param invalid how many messages in a hundred break the schema, 0 to 100
 */
public record SimulationPlan(
    int devices,
    double rate,
    Way way,
    Path schema,
    @Nullable Duration duration,
    int batch,
    int connections,
    long seed,
    double invalid) {
  public SimulationPlan {
    within("--devices", devices, 1, 100_000);
    within("--rate", rate, 0.01, 1_000_000);
    within("--batch", batch, 1, 10_000);
    within("--connections", connections, 1, 1_000);
    within("--invalid", invalid, 0, 100);
    if (duration != null && !duration.isPositive()) {
      throw new CommandException("--duration is longer than nothing.");
    }
    if (way == Way.MQTT && batch > 1) {
      throw new CommandException("A publish holds messages of one device; leave --batch out.");
    }
  }

  private static void within(String option, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new CommandException(
          "%s is %s; give a number from %s to %s."
              .formatted(option, plain(value), plain(min), plain(max)));
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? "%,.0f".formatted(number) : Double.toString(number);
  }

  /** How many messages there are to send. */
  long messages() {
    return duration == null
        ? Long.MAX_VALUE
        : Math.max(1, Math.round(duration.toNanos() / 1e9 * rate));
  }

  /** The schema's name: the file's, without its ending. */
  String name() {
    var file = String.valueOf(schema.getFileName());
    return file.endsWith(".json") ? file.substring(0, file.length() - ".json".length()) : file;
  }
}
