package io.sensormine.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The two databases of one installation on this machine, prepared and answering. They outlive the
 * process that starts them: only {@link #stop} ends them. Safe for use by many threads.
 */
public sealed interface LocalDatabases permits GivenDatabases, ComposeDatabases, EmbeddedDatabases {

  /**
   * What an installation is.
   *
   * @param home where its state lives: data in {@code data}, logs in {@code logs}
   * @param configPort the port that the config database listens on, unless it is given
   * @param timeseriesPort the same for the time-series database
   * @param composeFile the project's {@code docker-compose.yml}
   * @param composeProject the name that keeps this installation's containers apart from others'
   * @param environment this process's environment and the installation's secrets: the password of
   *     each {@link DatabaseRole}, and for Docker every variable that the Compose file requires
   */
  record Settings(
      Path home,
      int configPort,
      int timeseriesPort,
      Path composeFile,
      String composeProject,
      Map<String, String> environment) {

    public Settings {
      home = home.toAbsolutePath();
      environment = Map.copyOf(environment);
    }

    /** Prints no secret. */
    @Override
    public String toString() {
      return home.toString();
    }

    int port(Purpose purpose) {
      return switch (purpose) {
        case CONFIG -> configPort;
        case TIMESERIES -> timeseriesPort;
      };
    }

    Path data() {
      return home.resolve("data");
    }

    /** Where the data of an earlier start are, if there was one. */
    Optional<DatabaseSource> earlierSource() {
      return Files.exists(sourceFile())
          ? Optional.of(DatabaseSource.valueOf(PrivateFiles.read(sourceFile())))
          : Optional.empty();
    }

    void remember(DatabaseSource source) {
      PrivateFiles.write(sourceFile(), source.name());
    }

    private Path sourceFile() {
      return data().resolve("source");
    }
  }

  /**
   * Finds or starts both databases, makes them where they are missing and prepares their roles with
   * the passwords in the settings. An installation stays with the source that its data are in.
   * Starting what runs already is harmless.
   *
   * @throws DatabaseUnavailableException where one cannot be had; nothing that this call started is
   *     left running
   */
  static LocalDatabases start(Settings settings) {
    RolePasswords passwords = RolePasswords.from(settings.environment());
    DatabaseSource source =
        new DatabaseChoice(
                settings.environment(),
                () -> DockerEngine.isUsable() && !DockerEngine.compose().isEmpty())
            .choose(settings.earlierSource());
    LocalDatabases databases =
        switch (source) {
          case GIVEN -> new GivenDatabases(settings, passwords);
          case DOCKER -> new ComposeDatabases(settings, passwords);
          case EMBEDDED -> new EmbeddedDatabases(settings, passwords);
        };
    databases.start();
    return databases;
  }

  /** Deletes the installation's databases with all data, running or not; given ones stay. */
  static void drop(Settings settings) {
    settings
        .earlierSource()
        .ifPresent(source -> {
          switch (source) {
            case GIVEN -> {}
            case DOCKER -> ComposeDatabases.drop(settings);
            case EMBEDDED -> EmbeddedDatabases.drop(settings);
          }
        });
    PrivateFiles.delete(settings.data());
  }

  /** Starts both and prepares them, as {@link #start(Settings)} does. */
  void start();

  /** Where they come from. */
  DatabaseSource source();

  Database database(Purpose purpose);

  default Database config() {
    return database(Purpose.CONFIG);
  }

  default Database timeseries() {
    return database(Purpose.TIMESERIES);
  }

  /** Which TimescaleDB the time-series database runs, asked of it. */
  default Edition edition() {
    return timeseries().edition();
  }

  /** The postmaster's process on this machine; empty where it does not run, or is given. */
  OptionalLong pid(Purpose purpose);

  /** Whether its server runs; for a given one, whether it answers. */
  boolean isAlive(Purpose purpose);

  /**
   * Starts a server that has died and waits until it answers; does nothing where it runs.
   *
   * @throws DatabaseUnavailableException where it does not come up, or is given
   */
  void restart(Purpose purpose);

  /** Stops both servers and returns when they have gone; the data stay. Given ones run on. */
  void stop();
}
