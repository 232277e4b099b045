package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What PostgreSQL notes in {@code postmaster.pid}, held against the processes that live: after a
 * crash the number may belong to somebody else.
 */
record PostmasterFile(Path data) {

  /** The process that serves this data directory; empty where none does. */
  OptionalLong postmaster() {
    OptionalLong noted = notedPid();
    return noted.isPresent() && worksHere(noted.getAsLong()) ? noted : OptionalLong.empty();
  }

  /** The port that it listens on; 0 where it has not noted one yet. */
  int port() {
    List<String> lines = lines();
    return lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
  }

  /**
   * Removes the file where the process that it names lives but does not serve this directory:
   * PostgreSQL takes such a process for itself and refuses to start.
   */
  void removeStale() {
    OptionalLong noted = notedPid();
    if (noted.isPresent()
        && ProcessIdentity.of(noted.getAsLong()).isPresent()
        && !worksHere(noted.getAsLong())) {
      try {
        Files.deleteIfExists(file());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private OptionalLong notedPid() {
    List<String> lines = lines();
    return lines.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(lines.getFirst().strip()));
  }

  /** A postmaster's working directory is its data directory. */
  private boolean worksHere(long pid) {
    try {
      return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), data);
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file());
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path file() {
    return data.resolve("postmaster.pid");
  }
}
