package io.sensormine.local;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Both databases in containers, by the project's Compose file; their data in its volumes. */
final class ComposeDatabases implements LocalDatabases {

  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);

  private final Settings settings;
  private final RolePasswords passwords;

  ComposeDatabases(Settings settings, RolePasswords passwords) {
    this.settings = settings;
    this.passwords = passwords;
  }

  @Override
  public void start() {
    PrivateFiles.ownDirectory(settings.data());
    List<String> stopped =
        Stream.of(Purpose.values())
            .filter(purpose -> !isAlive(purpose))
            .map(Purpose::label)
            .toList();
    // Remembered first: from here on there may be a volume with data.
    settings.remember(DatabaseSource.DOCKER);
    try {
      up(stopped);
      for (Purpose purpose : Purpose.values()) {
        awaitAnswer(purpose);
        Bootstrap.run(server(purpose), purpose.databaseName(), purpose, passwords);
      }
    } catch (RuntimeException e) {
      if (!stopped.isEmpty()) {
        compose(settings, arguments("stop", stopped));
      }
      throw e;
    }
  }

  private void up(List<String> services) {
    if (services.isEmpty()) {
      return;
    }
    Commands.Outcome outcome =
        compose(settings, arguments("up", Stream.concat(Stream.of("-d"), services.stream())));
    if (!outcome.succeeded()) {
      throw new DatabaseUnavailableException(
          "Docker Compose could not start the databases: " + outcome.lastLines());
    }
  }

  private void awaitAnswer(Purpose purpose) {
    try {
      server(purpose).awaitAnswer(COMMAND_LIMIT, () -> !isAlive(purpose));
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "The container of the %s does not answer: %s%n%s"
              .formatted(
                  purpose.label(),
                  e.getMessage(),
                  compose(settings, List.of("logs", purpose.label())).lastLines()),
          e);
    }
  }

  @Override
  public DatabaseSource source() {
    return DatabaseSource.DOCKER;
  }

  @Override
  public Database database(Purpose purpose) {
    return new Database(server(purpose), purpose.databaseName(), purpose, passwords);
  }

  private DatabaseServer server(Purpose purpose) {
    return DatabaseServer.local(
        "127.0.0.1", settings.port(purpose), adminPassword(settings, purpose));
  }

  @Override
  public OptionalLong pid(Purpose purpose) {
    // Asked often: without Compose, which takes a second.
    Commands.Outcome container =
        docker(
            "ps",
            "--quiet",
            "--filter",
            "label=com.docker.compose.project=" + settings.composeProject(),
            "--filter",
            "label=com.docker.compose.service=" + purpose.label());
    String id = container.output().strip();
    if (!container.succeeded() || id.isEmpty()) {
      return OptionalLong.empty();
    }
    Commands.Outcome pid = docker("inspect", "--format", "{{.State.Pid}}", id);
    String number = pid.output().strip();
    return pid.succeeded() && !number.equals("0")
        ? OptionalLong.of(Long.parseLong(number))
        : OptionalLong.empty();
  }

  private static Commands.Outcome docker(String... arguments) {
    return Commands.run(
        COMMAND_LIMIT, Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
  }

  @Override
  public boolean isAlive(Purpose purpose) {
    return pid(purpose).isPresent();
  }

  @Override
  public void restart(Purpose purpose) {
    if (!isAlive(purpose)) {
      up(List.of(purpose.label()));
    }
    awaitAnswer(purpose);
  }

  @Override
  public void stop() {
    compose(settings, List.of("down"));
  }

  static void drop(Settings settings) {
    Commands.Outcome outcome = compose(settings, List.of("down", "--volumes"));
    if (!outcome.succeeded()) {
      throw new DatabaseUnavailableException(
          "Docker Compose could not delete the databases: " + outcome.lastLines());
    }
  }

  private static List<String> arguments(String command, List<String> services) {
    return arguments(command, services.stream());
  }

  private static List<String> arguments(String command, Stream<String> others) {
    return Stream.concat(Stream.of(command), others).toList();
  }

  private static Commands.Outcome compose(Settings settings, List<String> arguments) {
    List<String> command = new ArrayList<>(DockerEngine.compose());
    if (command.isEmpty()) {
      throw new DatabaseUnavailableException(
          "The data of this installation are in Docker, but Docker Compose does not answer;"
              + " install it and start Docker.");
    }
    command.addAll(List.of("-p", settings.composeProject()));
    command.addAll(List.of("-f", settings.composeFile().toString()));
    command.addAll(arguments);
    Map<String, String> variables = new HashMap<>(settings.environment());
    for (Purpose purpose : Purpose.values()) {
      variables.put(purpose.adminPasswordVariable(), adminPassword(settings, purpose));
    }
    variables.put("SENSORMINE_CONFIG_DB_PORT", Integer.toString(settings.configPort()));
    variables.put("SENSORMINE_TIMESERIES_DB_PORT", Integer.toString(settings.timeseriesPort()));
    return Commands.run(COMMAND_LIMIT, command, variables);
  }

  private static String adminPassword(Settings settings, Purpose purpose) {
    Path file = settings.data().resolve(purpose.label() + "-superuser-password");
    return PrivateFiles.secret(file);
  }
}
