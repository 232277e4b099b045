package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A PostgreSQL cluster of this user's own on 127.0.0.1, with TimescaleDB where its purpose asks for
 * it. It belongs to its directory rather than to an object: another process that opens the same
 * directory finds the server running. Safe for use by many threads and processes.
 */
public final class EmbeddedCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Purpose purpose;
  private final Path directory;
  private final ServerLog log;
  private final int port;
  private final boolean durable;

  private EmbeddedCluster(Purpose purpose, Path directory, Path log, int port, boolean durable) {
    this.purpose = purpose;
    this.directory = directory;
    this.log = new ServerLog(log);
    this.port = port;
    this.durable = durable;
  }

  /** A cluster whose data are there to stay. */
  static EmbeddedCluster durable(Purpose purpose, Path directory, Path log, int port) {
    return new EmbeddedCluster(purpose, directory, log, port, true);
  }

  /** A cluster for tests: fast, and lost when the machine stops. */
  static EmbeddedCluster forTests(Purpose purpose, Path directory, int port) {
    return new EmbeddedCluster(purpose, directory, directory.resolve("log"), port, false);
  }

  /**
   * A throw-away cluster for one test, on a free port, not started yet. It does not outlive this
   * JVM, however that ends.
   *
   * @param parent a directory of the test's own, for example a {@code @TempDir}
   */
  public static EmbeddedCluster temporary(Path parent, Purpose purpose) {
    Path directory = parent.toAbsolutePath().resolve(purpose.label());
    PrivateFiles.ownDirectory(directory);
    EmbeddedCluster cluster = forTests(purpose, directory, freePort());
    Watcher.watch(ProcessIdentity.current(), directory);
    return cluster;
  }

  /**
   * A port on the loopback interface that nobody listens on, below those that the system hands to
   * outgoing connections: one of them could take it before the server does.
   */
  static int freePort() {
    IntStream candidates = ThreadLocalRandom.current().ints(20_000, 32_000);
    return candidates.filter(EmbeddedCluster::isFree).findFirst().orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts the server and waits until it answers; makes its data first where there are none. Does
   * nothing where it runs, and recovers where it was killed.
   *
   * @throws DatabaseUnavailableException where the port is taken or PostgreSQL does not come up,
   *     with the last lines of its log
   */
  public void start() {
    PrivateFiles.ownDirectory(directory);
    try (FileMutex _ = FileMutex.lock(directory.resolve("lock"))) {
      PostmasterFile file = new PostmasterFile(data());
      OptionalLong running = file.postmaster();
      if (running.isPresent() && file.port() == port) {
        awaitReady(() -> file.postmaster().isEmpty(), 0);
        return;
      }
      running.ifPresent(this::stop);
      file.removeStale();
      initialize();
      launch();
    }
  }

  private void initialize() {
    if (Files.exists(data())) {
      return;
    }
    Path fresh = directory.resolve("pg.partial");
    PrivateFiles.delete(fresh);
    PrivateFiles.secret(passwordFile());
    if (!durable) {
      PrivateFiles.passwords(rolePasswordsFile());
    }
    List<String> program =
        new ArrayList<>(
            List.of("initdb", "-D", "/data/pg.partial", "-U", "postgres", "-A", "scram-sha-256"));
    program.addAll(List.of("--pwfile=/data/" + passwordFile().getFileName(), "-E", "UTF8"));
    program.addAll(List.of("--locale-provider=builtin", "--locale=C.UTF-8", "--data-checksums"));
    if (!durable) {
      // Each test signs in many times, with passwords that nobody could guess anyway.
      program.addAll(List.of("--no-sync", "-c", "scram_iterations=100"));
    }
    Path output = directory.resolve("initdb.log");
    Process process =
        EmbeddedRuntime.inCache()
            .start(directory, ProcessBuilder.Redirect.to(output.toFile()), program);
    try {
      if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      if (process.waitFor() != 0) {
        throw new DatabaseUnavailableException(
            "The %s could not be made in %s: %s"
                .formatted(
                    purpose.label(), directory, Commands.lastLines(PrivateFiles.read(output))));
      }
      Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (InterruptedException e) {
      throw Commands.interrupted(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() {
    requireFreePort();
    Instant sharedMemoryLimit = Instant.now().plusSeconds(10);
    while (true) {
      long logged = log.size();
      Process process =
          EmbeddedRuntime.inCache()
              .start(directory, ProcessBuilder.Redirect.appendTo(log.file().toFile()), command());
      try {
        awaitReady(() -> !process.isAlive(), logged);
        return;
      } catch (DatabaseUnavailableException e) {
        // The children of a postmaster that was killed need a moment to notice.
        boolean lingering = String.valueOf(e.getMessage()).contains("pre-existing shared memory");
        if (!lingering || Instant.now().isAfter(sharedMemoryLimit)) {
          new PostmasterFile(data()).postmaster().ifPresent(this::stop);
          throw e;
        }
        Waiting.pause();
      }
    }
  }

  private List<String> command() {
    List<String> command =
        new ArrayList<>(List.of("postgres", "-D", "/data/pg", "-p", Integer.toString(port)));
    List<String> settings =
        new ArrayList<>(
            List.of("listen_addresses=" + HOST, "unix_socket_directories=", "max_connections=200"));
    if (purpose == Purpose.TIMESERIES) {
      settings.add("shared_preload_libraries=timescaledb");
      settings.add("timescaledb.telemetry_level=off");
      settings.add("max_locks_per_transaction=256");
      settings.add("timescaledb.max_background_workers=" + (durable ? 8 : 0));
      settings.add("max_worker_processes=20");
    }
    if (!durable) {
      settings.addAll(List.of("fsync=off", "full_page_writes=off"));
    }
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  private void requireFreePort() {
    if (!isFree(port)) {
      throw new DatabaseUnavailableException(
          "Port %d, which the %s needs, is in use; stop what listens there or set %s."
              .formatted(port, purpose.label(), "SENSORMINE_PORT_OFFSET"));
    }
  }

  private void awaitReady(BooleanSupplier ended, long logged) {
    try {
      server().awaitAnswer(START_LIMIT, ended);
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "The %s in %s did not come up: %s%n%s"
              .formatted(purpose.label(), directory, e.getMessage(), log.lastLines(logged)),
          e);
    }
  }

  /** Stops the server, whose sessions end; returns when it has gone. The data stay. */
  public void stop() {
    if (!Files.exists(data())) {
      return;
    }
    try (FileMutex _ = FileMutex.lock(directory.resolve("lock"))) {
      new PostmasterFile(data()).postmaster().ifPresent(this::stop);
    }
  }

  private void stop(long postmaster) {
    for (String signal : List.of("INT", "QUIT", "KILL")) {
      Commands.signal(signal, postmaster);
      if (hasGone(postmaster)) {
        return;
      }
    }
  }

  private static boolean hasGone(long postmaster) {
    return Waiting.until(STOP_LIMIT, () -> ProcessIdentity.of(postmaster).isEmpty());
  }

  /** Ends the server as a crash would (SIGKILL to the postmaster); returns when it has gone. */
  public void kill() {
    pid()
        .ifPresent(postmaster -> {
          Commands.signal("KILL", postmaster);
          hasGone(postmaster);
        });
  }

  public boolean isAlive() {
    return pid().isPresent();
  }

  /** The postmaster's process; empty where the server does not run. */
  public OptionalLong pid() {
    return new PostmasterFile(data()).postmaster();
  }

  public int port() {
    return port;
  }

  /** A new database, prepared, on the running server; it goes with the cluster. */
  public TestDatabase freshDatabase() {
    return testServer().freshDatabase();
  }

  /** Stops the server and deletes the data. */
  @Override
  public void close() {
    stop();
    PrivateFiles.delete(directory);
  }

  TestServer testServer() {
    return new TestServer(purpose, server(), PrivateFiles.passwords(rolePasswordsFile()));
  }

  DatabaseServer server() {
    return DatabaseServer.local(HOST, port, PrivateFiles.read(passwordFile()));
  }

  private Path passwordFile() {
    return directory.resolve("superuser-password");
  }

  private Path rolePasswordsFile() {
    return directory.resolve("role-passwords");
  }

  private Path data() {
    return directory.resolve("pg");
  }
}
