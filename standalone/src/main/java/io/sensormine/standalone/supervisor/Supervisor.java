package io.sensormine.standalone.supervisor;

import io.sensormine.local.LocalDatabases;
import io.sensormine.local.Purpose;
import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Home;
import io.sensormine.standalone.home.InstanceState;
import io.sensormine.standalone.home.InstanceState.Phase;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.ProcessRef;
import io.sensormine.standalone.home.SecretStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that owns an instance's databases and services: starts them in order, says in the
 * state file what runs, starts again what has died when asked to, and stops all of it when it is
 * told to end. It never starts again by itself what died: whoever ended it may have meant it.
 */
public final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final int LOOK_AGAIN_MILLIS = 200;
  private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(15);

  private final Home home;
  private final Ports ports;
  private final SecretStore secrets;
  private final Map<String, String> environment;
  private final Path checkout;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable LocalDatabases databases;
  private @Nullable ServicesProcess services;
  private volatile boolean stopping;

  private Supervisor(Home home, Map<String, String> environment, Path checkout) {
    this.home = home;
    this.ports = Ports.of(environment);
    this.secrets = SecretStore.open(home, environment);
    this.environment = environment;
    this.checkout = checkout;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var environment = System.getenv();
    var home = Home.of(environment);
    try (var channel =
            FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock == null) {
        LOG.error("Another supervisor runs in {}", home.path());
        System.exit(1);
      }
      var checkout = Path.of(System.getProperty("sensormine.checkout"));
      new Supervisor(home, environment, checkout).run();
    }
  }

  private void run() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::shutDown));
    try {
      startAll();
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    while (!stopping) {
      if (Files.exists(home.revival())) {
        revive();
      }
      if (ended.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    ended.await();
  }

  private synchronized void startAll() {
    say(Phase.STARTING, "Starting the databases");
    var settings = Databases.settings(home, ports, secrets, environment, checkout);
    databases = Databases.orRefuse(() -> LocalDatabases.start(settings));
    startServices();
    say(Phase.STARTING, "Looking after the demo tenant");
    new DemoTenant(ports, secrets).ensure();
    say(Phase.READY, "All is up");
  }

  private void startServices() {
    say(Phase.STARTING, "Starting the services");
    var given = new HashMap<>(secrets.environment());
    given.putAll(running().config().environment());
    given.putAll(running().timeseries().environment());
    services = ServicesProcess.start(home, ports, given);
    say(Phase.STARTING, "Waiting for the services");
    services.awaitReady();
  }

  /** Starts again what has died; a failure is told, and what still runs goes on. */
  private synchronized void revive() {
    if (stopping) {
      return;
    }
    try {
      for (var purpose : Purpose.values()) {
        if (!running().isAlive(purpose)) {
          say(Phase.STARTING, "Starting the database that has died");
          Databases.orRefuse(() -> {
            running().restart(purpose);
            return purpose;
          });
        }
      }
      if (services == null || !services.ref().isAlive()) {
        startServices();
      }
      new DemoTenant(ports, secrets).ensure();
      say(Phase.READY, "All is up");
    } catch (RuntimeException e) {
      LOG.error("What has died cannot be started again", e);
      say(Phase.FAILED, message(e));
    } finally {
      try {
        Files.deleteIfExists(home.revival());
      } catch (IOException e) {
        LOG.warn("{} stays", home.revival(), e);
      }
    }
  }

  private void fail(RuntimeException e) {
    if (stopping) {
      return;
    }
    LOG.error("It cannot start", e);
    stopAll();
    say(Phase.FAILED, message(e));
    stopping = true;
    ended.countDown();
  }

  private static String message(RuntimeException e) {
    return e instanceof CommandException
        ? String.valueOf(e.getMessage())
        : "Something unforeseen went wrong (" + e + "); the supervisor's log tells more.";
  }

  private void shutDown() {
    if (ended.getCount() == 0) {
      return;
    }
    stopping = true;
    stopAll();
    say(Phase.STOPPED, "Stopped");
    ended.countDown();
  }

  private synchronized void stopAll() {
    if (services != null) {
      services.stop();
    }
    if (databases != null) {
      databases.stop();
    }
  }

  private LocalDatabases running() {
    if (databases == null) {
      throw new IllegalStateException("the databases have not been started");
    }
    return databases;
  }

  private void say(Phase phase, String progress) {
    LOG.info("{}", progress);
    var known = databases;
    new InstanceState(
            phase,
            progress,
            ports.offset(),
            ProcessRef.of(ProcessHandle.current()),
            services == null ? null : services.ref(),
            known == null ? null : postmaster(known, Purpose.CONFIG),
            known == null ? null : postmaster(known, Purpose.TIMESERIES),
            known == null ? null : url(known, Purpose.CONFIG),
            known == null ? null : url(known, Purpose.TIMESERIES),
            known == null || phase != Phase.READY
                ? null
                : known.edition().name().toLowerCase(Locale.ROOT),
            known == null || phase != Phase.READY ? null : describe(known))
        .write(home);
  }

  private static @Nullable ProcessRef postmaster(LocalDatabases databases, Purpose purpose) {
    var pid = databases.pid(purpose);
    return pid.isPresent() ? ProcessRef.living(pid.getAsLong()).orElse(null) : null;
  }

  private static String url(LocalDatabases databases, Purpose purpose) {
    var database = databases.database(purpose);
    return switch (databases.source()) {
      case GIVEN -> database.url();
      case DOCKER, EMBEDDED -> database.adminUrl();
    };
  }

  private static String describe(LocalDatabases databases) {
    var edition =
        switch (databases.edition()) {
          case APACHE -> "Apache";
          case TIMESCALE -> "Community";
        };
    return switch (databases.source()) {
      case GIVEN -> "databases of your own, TimescaleDB " + edition + " edition";
      case DOCKER -> "databases in Docker, TimescaleDB " + edition + " edition";
      case EMBEDDED -> "embedded databases, TimescaleDB " + edition + " edition";
    };
  }

  /**
   * Stops what a supervisor that was killed has left running; whether there was anything.
   *
   * @param checkout where the Compose file is
   */
  public static boolean stopLeftovers(Home home, Map<String, String> environment, Path checkout) {
    var state = InstanceState.read(home).filter(left -> !left.supervised()).orElse(null);
    if (state == null) {
      return false;
    }
    var any = false;
    if (state.services() != null && state.services().isAlive()) {
      any = true;
      if (!state.services().end(LEFTOVER_PATIENCE)) {
        state.services().kill();
      }
    }
    if (isAlive(state.configDatabase()) || isAlive(state.timeseriesDatabase())) {
      any = true;
      var settings =
          Databases.settings(
              home,
              new Ports(state.portOffset()),
              SecretStore.open(home, environment),
              environment,
              checkout);
      Databases.orRefuse(() -> LocalDatabases.start(settings)).stop();
    }
    return any;
  }

  private static boolean isAlive(@Nullable ProcessRef process) {
    return process != null && process.isAlive();
  }

  /** Deletes an instance's databases with all that is in them; nothing of it may run. */
  public static void dropData(Home home, Map<String, String> environment, Path checkout) {
    var settings =
        Databases.settings(
            home,
            Ports.of(environment),
            SecretStore.open(home, environment),
            environment,
            checkout);
    Databases.orRefuse(() -> {
      LocalDatabases.drop(settings);
      return settings;
    });
  }
}
