package io.sensormine.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Both databases as plain processes of this user, their data under the installation's home. */
final class EmbeddedDatabases implements LocalDatabases {

  private final Settings settings;
  private final RolePasswords passwords;

  EmbeddedDatabases(Settings settings, RolePasswords passwords) {
    this.settings = settings;
    this.passwords = passwords;
  }

  @Override
  public void start() {
    PrivateFiles.ownDirectory(settings.data());
    boolean configRan = isAlive(Purpose.CONFIG);
    boolean timeseriesRan = isAlive(Purpose.TIMESERIES);
    try {
      startBoth();
      settings.remember(DatabaseSource.EMBEDDED);
    } catch (RuntimeException e) {
      if (!configRan) {
        cluster(settings, Purpose.CONFIG).stop();
      }
      if (!timeseriesRan) {
        cluster(settings, Purpose.TIMESERIES).stop();
      }
      throw e;
    }
  }

  private void startBoth() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> starts = new ArrayList<>();
      for (Purpose purpose : Purpose.values()) {
        starts.add(threads.submit(() -> start(purpose)));
      }
      for (Future<?> start : starts) {
        start.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw Commands.interrupted(e);
    }
  }

  private void start(Purpose purpose) {
    EmbeddedCluster cluster = cluster(settings, purpose);
    cluster.start();
    Bootstrap.run(cluster.server(), purpose.databaseName(), purpose, passwords);
  }

  @Override
  public DatabaseSource source() {
    return DatabaseSource.EMBEDDED;
  }

  @Override
  public Database database(Purpose purpose) {
    return new Database(
        cluster(settings, purpose).server(), purpose.databaseName(), purpose, passwords);
  }

  @Override
  public OptionalLong pid(Purpose purpose) {
    return cluster(settings, purpose).pid();
  }

  @Override
  public boolean isAlive(Purpose purpose) {
    return cluster(settings, purpose).isAlive();
  }

  @Override
  public void restart(Purpose purpose) {
    cluster(settings, purpose).start();
  }

  @Override
  public void stop() {
    stop(settings);
  }

  private static void stop(Settings settings) {
    for (Purpose purpose : Purpose.values()) {
      cluster(settings, purpose).stop();
    }
  }

  static void drop(Settings settings) {
    stop(settings);
    for (Purpose purpose : Purpose.values()) {
      PrivateFiles.delete(directory(settings, purpose));
    }
  }

  private static EmbeddedCluster cluster(Settings settings, Purpose purpose) {
    return EmbeddedCluster.durable(
        purpose,
        directory(settings, purpose),
        settings.home().resolve("logs").resolve(purpose.label() + ".log"),
        settings.port(purpose));
  }

  private static Path directory(Settings settings, Purpose purpose) {
    return settings.data().resolve(purpose.label());
  }
}
