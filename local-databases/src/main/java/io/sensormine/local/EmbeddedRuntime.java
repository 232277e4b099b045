package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL and TimescaleDB from Debian's packages, unpacked into the user's cache and run there
 * as plain processes: nothing is installed on the host.
 */
record EmbeddedRuntime(Path root) {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRuntime.class);
  private static final Duration UNPACKING_LIMIT = Duration.ofMinutes(20);

  /**
   * What is unpacked. Any change makes another directory.
   *
   * @param layoutVersion counts the changes to what is done after the packages are unpacked
   */
  record Definition(String suite, List<String> packages, String architecture, int layoutVersion) {

    static final Definition CURRENT =
        new Definition(
            "trixie",
            List.of("postgresql-17", "postgresql-17-timescaledb", "libc-bin", "dash", "tzdata"),
            System.getProperty("os.arch"),
            1);

    /** The name of its directory in the cache, with a hash of all that defines it. */
    String directoryName() {
      try {
        byte[] hash =
            MessageDigest.getInstance("SHA-256")
                .digest(toString().getBytes(StandardCharsets.UTF_8));
        return "postgresql-runtime-" + HexFormat.of().formatHex(hash, 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Where this user's caches are: {@code $XDG_CACHE_HOME/sensormine} or {@code ~/.cache/…}. */
  static Path cache() {
    String given = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
    Path caches = given.isEmpty() ? Path.of(home, ".cache") : Path.of(given);
    return caches.resolve("sensormine");
  }

  static EmbeddedRuntime inCache() {
    return in(cache(), Definition.CURRENT);
  }

  /**
   * The runtime in that cache, unpacked now where it is not there yet. Processes and threads that
   * ask together wait for the first.
   *
   * @throws DatabaseUnavailableException where the tools are missing or the packages out of reach
   */
  static EmbeddedRuntime in(Path cache, Definition definition) {
    Path root = cache.resolve(definition.directoryName());
    if (!Files.isDirectory(root) || Commands.find("bwrap").isEmpty()) {
      try (FileMutex _ = FileMutex.lock(cache.resolve("postgresql-runtime.lock"))) {
        HostTools.require("bwrap");
        if (!Files.isDirectory(root)) {
          HostTools.require("mmdebstrap");
          LOG.info("Unpacking PostgreSQL 17 and TimescaleDB into the cache (once)");
          unpack(definition, root);
        }
      }
    }
    return new EmbeddedRuntime(root);
  }

  private static void unpack(Definition definition, Path root) {
    Path partial = root.resolveSibling("postgresql-runtime.partial");
    PrivateFiles.delete(partial);
    Commands.Outcome outcome =
        Commands.run(
            UNPACKING_LIMIT,
            List.of(
                "mmdebstrap",
                "--quiet",
                // Needs no root and leaves every file with this user.
                "--mode=chrootless",
                "--variant=extract",
                "--include=" + String.join(",", definition.packages()),
                definition.suite(),
                partial.toString()));
    if (!outcome.succeeded()) {
      PrivateFiles.delete(partial);
      throw new DatabaseUnavailableException(
          "mmdebstrap could not unpack PostgreSQL; check that the Debian mirror can be reached, or"
              + " start a Docker engine: "
              + outcome.lastLines());
    }
    try {
      append(partial.resolve("etc/passwd"), "postgres:x:70:70::/data:/bin/sh\n");
      append(partial.resolve("etc/group"), "postgres:x:70:\n");
      Files.move(partial, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Starts one of its programs in a session of its own, so that a terminal's Ctrl-C does not reach
   * it. It sees the directory as {@code /data}, the host's network and nothing else of the host.
   */
  Process start(Path directory, ProcessBuilder.Redirect output, List<String> program) {
    List<String> command = new ArrayList<>(List.of("setsid", bwrap()));
    command.addAll(List.of("--ro-bind", root.resolve("usr").toString(), "/usr"));
    command.addAll(List.of("--ro-bind", root.resolve("etc").toString(), "/etc"));
    for (String link : List.of("lib", "lib64", "bin")) {
      command.addAll(List.of("--symlink", "usr/" + link, "/" + link));
    }
    command.addAll(List.of("--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"));
    command.addAll(List.of("--tmpfs", "/run", "--bind", directory.toString(), "/data"));
    command.addAll(List.of("--unshare-user", "--uid", "70", "--gid", "70", "--chdir", "/data"));
    command.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/lib/postgresql/17/bin:/usr/bin:/bin");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("TZ", "UTC");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bwrap() {
    return Commands.find("bwrap").map(Path::toString).orElse("bwrap");
  }
}
