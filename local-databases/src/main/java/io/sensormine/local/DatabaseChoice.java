package io.sensormine.local;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses where the databases come from: given by environment, else a Docker engine that has or
 * gets the images, else embedded. The variable (or Java system property) {@value #VARIABLE} forces
 * one.
 */
final class DatabaseChoice {

  /** Set to {@code given}, {@code docker} or {@code embedded}; empty chooses. */
  static final String VARIABLE = "SENSORMINE_DATABASES";

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseChoice.class);

  private final Map<String, String> environment;
  private final BooleanSupplier dockerIsUsable;

  DatabaseChoice(Map<String, String> environment, BooleanSupplier dockerIsUsable) {
    this.environment = environment;
    this.dockerIsUsable = dockerIsUsable;
  }

  /**
   * The choice, logged in one line.
   *
   * @param earlier where the data are that an earlier start made; only a force outweighs it, and
   *     given databases
   * @throws DatabaseUnavailableException where what is forced, or holds the data, cannot be had
   */
  DatabaseSource choose(Optional<DatabaseSource> earlier) {
    Optional<DatabaseSource> forced = forced();
    DatabaseSource source;
    String reason;
    if (forced.isPresent()) {
      source = forced.get();
      reason = "as " + VARIABLE + " says";
    } else if (anyUrl()) {
      source = DatabaseSource.GIVEN;
      reason = "by " + urlVariables();
    } else if (earlier.isPresent()) {
      source = earlier.get();
      reason = "as before";
    } else if (dockerIsUsable.getAsBoolean()) {
      LOG.info("Databases: docker (an engine answers and has the images)");
      return DatabaseSource.DOCKER;
    } else {
      source = DatabaseSource.EMBEDDED;
      reason = "no Docker engine that has the images answers";
    }
    requirePossible(source);
    LOG.info("Databases: {} ({})", source.name().toLowerCase(Locale.ROOT), reason);
    return source;
  }

  /** The source that the variable names, if it does. */
  Optional<DatabaseSource> forced() {
    String value = System.getProperty(VARIABLE, environment.getOrDefault(VARIABLE, ""));
    return value.isEmpty() ? Optional.empty() : Optional.of(parse(value));
  }

  private static DatabaseSource parse(String value) {
    return Arrays.stream(DatabaseSource.values())
        .filter(source -> source.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() ->
            new DatabaseUnavailableException(
                VARIABLE + " is " + value + "; set it to given, docker or embedded."));
  }

  private boolean anyUrl() {
    return Arrays.stream(Purpose.values()).anyMatch(this::hasUrl);
  }

  private boolean hasUrl(Purpose purpose) {
    return !environment.getOrDefault(purpose.urlVariable(), "").isEmpty();
  }

  private static String urlVariables() {
    return Arrays.stream(Purpose.values())
        .map(Purpose::urlVariable)
        .collect(Collectors.joining(" and "));
  }

  private void requirePossible(DatabaseSource source) {
    switch (source) {
      case GIVEN -> {
        if (!Arrays.stream(Purpose.values()).allMatch(this::hasUrl)) {
          throw new DatabaseUnavailableException(
              "Set both " + urlVariables() + " to use databases that are given.");
        }
      }
      case DOCKER -> {
        if (!dockerIsUsable.getAsBoolean()) {
          throw new DatabaseUnavailableException(
              "The databases are to run in Docker, but no engine that has the images answers;"
                  + " start it or see that it can pull "
                  + DockerEngine.image(Purpose.CONFIG)
                  + " and "
                  + DockerEngine.image(Purpose.TIMESERIES)
                  + ".");
        }
      }
      case EMBEDDED -> {}
    }
  }
}
