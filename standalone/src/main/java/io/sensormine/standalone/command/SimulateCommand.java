package io.sensormine.standalone.command;

import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.simulate.Simulation;
import io.sensormine.standalone.simulate.SimulationPlan;
import io.sensormine.standalone.simulate.Way;
import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Sends messages for devices that are not there. */
@Command(
    name = "simulate",
    description = {
      "Makes devices of the demo tenant and sends messages for them, made by a schema, at a rate.",
      "Ends after --duration or at Ctrl-C, with a summary; exits 0 where all was taken that should be."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--schema",
      required = true,
      paramLabel = "FILE",
      description = "A definition, such as examples/schemas/weather-station.json.")
  private Path schema = Path.of("");

  @Option(
      names = "--devices",
      defaultValue = "100",
      paramLabel = "N",
      description = "How many devices; default ${DEFAULT-VALUE}.")
  private int devices;

  @Option(
      names = "--rate",
      defaultValue = "10",
      paramLabel = "R",
      description = "Messages a second, of all devices together; default ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--protocol",
      defaultValue = "http",
      paramLabel = "http|mqtt|line",
      converter = WayConverter.class,
      description = "How they are sent; default ${DEFAULT-VALUE}.")
  private Way way = Way.HTTP;

  @Option(
      names = "--duration",
      paramLabel = "D",
      converter = DurationConverter.class,
      description = "How long, such as 30s, 5m or 1h; until Ctrl-C where it is left out.")
  private @Nullable Duration duration;

  @Option(
      names = "--batch",
      defaultValue = "1",
      paramLabel = "B",
      description =
          "Messages a request; more than one are sent by the tenant's gateway. Default ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--connections",
      defaultValue = "64",
      paramLabel = "C",
      description = "How many requests are on their way at most; default ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "The same seed makes the same values; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--invalid",
      defaultValue = "0",
      paramLabel = "PERCENT",
      description = "How many messages in a hundred break the schema; default ${DEFAULT-VALUE}.")
  private double invalid;

  @Override
  public Integer call() {
    var plan =
        new SimulationPlan(devices, rate, way, schema, duration, batch, connections, seed, invalid);
    var instance = Instance.ofEnvironment();
    var ports = new Ports(instance.running().portOffset());
    var simulation =
        new Simulation(
            plan,
            ports,
            instance.secrets(),
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent(),
            System.out);
    return endingWithSummary(simulation);
  }

  /** At Ctrl-C the JVM waits for the summary, and exits as if the simulation had ended itself. */
  private static int endingWithSummary(Simulation simulation) {
    var ended = new CountDownLatch(1);
    var good = new AtomicBoolean();
    var hook =
        Thread.ofPlatform()
            .unstarted(() -> {
              try {
                if (simulation.stop()) {
                  ended.await();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(good.get() ? 0 : 1);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      good.set(simulation.run());
      return good.get() ? 0 : 1;
    } finally {
      ended.countDown();
    }
  }

  /** Reads {@code 30s}, {@code 5m}, {@code 1h} and ISO 8601. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      var upper = text.toUpperCase(Locale.ROOT);
      try {
        return Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("`" + text + "` is no duration; say 30s, 5m or 1h");
      }
    }
  }

  /** Reads {@code http}, {@code mqtt} and {@code line}. */
  static final class WayConverter implements ITypeConverter<Way> {
    @Override
    public Way convert(String text) {
      for (var way : Way.values()) {
        if (way.toString().equals(text)) {
          return way;
        }
      }
      throw new TypeConversionException("`" + text + "` is none of http, mqtt and line");
    }
  }
}
