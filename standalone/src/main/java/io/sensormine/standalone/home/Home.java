package io.sensormine.standalone.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The folder that holds all of an instance: {@code data}, {@code logs}, {@code run} and the
 * secrets. Only its owner may look inside.
 *
 * @param path {@code SENSORMINE_HOME}, by default {@code ~/.sensormine}
 */
public record Home(Path path) {
  public Home {
    path = path.toAbsolutePath().normalize();
  }

  /** The folder that the environment asks for; not made yet. */
  public static Home of(Map<String, String> environment) {
    var given = environment.getOrDefault("SENSORMINE_HOME", "");
    return new Home(
        given.isBlank()
            ? Path.of(
                environment.getOrDefault("HOME", System.getProperty("user.home")), ".sensormine")
            : Path.of(given));
  }

  /** Makes what is missing of it, readable by its owner only (0700). */
  public void make() {
    try {
      for (var folder : new Path[] {path, logs(), run()}) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new CommandException(
          "The folder " + path + " cannot be made; set SENSORMINE_HOME to one that can.", e);
    }
  }

  public Path logs() {
    return path.resolve("logs");
  }

  public Path log(String name) {
    return logs().resolve(name + ".log");
  }

  public Path run() {
    return path.resolve("run");
  }

  public Path secrets() {
    return path.resolve("secrets.properties");
  }

  /** Where the supervisor writes what runs. */
  public Path state() {
    return run().resolve("state.json");
  }

  /** Held by the supervisor as long as it lives. */
  public Path lock() {
    return run().resolve("supervisor.lock");
  }

  /** Asks the supervisor, by being there, to start again what has died. */
  public Path revival() {
    return run().resolve("revive");
  }

  /** Writes a file that only its owner may read (0600), whole or not at all. */
  static void writePrivately(Path file, byte[] content) {
    try {
      var draft =
          Files.createTempFile(
              file.getParent(),
              file.getFileName().toString(),
              ".draft",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(draft, content);
      Files.move(
          draft,
          file,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
