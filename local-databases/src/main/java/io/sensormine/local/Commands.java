package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs other programs to their end. */
final class Commands {

  private static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Commands() {}

  /** How a program ended: its exit code and what it wrote to both streams. */
  record Outcome(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }

    /** The last lines of what it wrote. */
    String lastLines() {
      return Commands.lastLines(output);
    }
  }

  static Outcome run(Duration deadline, List<String> command) {
    return run(deadline, command, Map.of());
  }

  /**
   * Runs a program with this process's environment and the given variables.
   *
   * @return exit code 127 where there is no such program, 124 where it was ended at the deadline
   */
  static Outcome run(Duration deadline, List<String> command, Map<String, String> variables) {
    try {
      Path output = Files.createTempFile("sensormine", ".out");
      try {
        return run(deadline, command, variables, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome run(
      Duration deadline, List<String> command, Map<String, String> variables, Path output)
      throws IOException {
    Optional<Path> program = find(command.getFirst());
    if (program.isEmpty()) {
      return new Outcome(127, command.getFirst() + ": not found");
    }
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.command().set(0, program.get().toString());
    builder.environment().merge("PATH", SYSTEM_PATH, (own, system) -> own + ":" + system);
    builder.environment().putAll(variables);
    Process process = builder.start();
    boolean ended;
    try {
      ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw interrupted(e);
    }
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String written = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    return ended
        ? new Outcome(process.exitValue(), written)
        : new Outcome(124, written + "\nended after " + deadline);
  }

  /** Where a program is, on this process's path or the system's. */
  static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":" + SYSTEM_PATH;
    return Pattern.compile(":")
        .splitAsStream(path)
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Sends a signal, for example {@code INT}; does nothing where the process has gone. */
  static void signal(String name, long pid) {
    run(
        Duration.ofSeconds(5),
        List.of("sh", "-c", "kill -$1 $2", "kill", name, Long.toString(pid)));
  }

  static String lastLines(String text) {
    List<String> lines = text.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Keeps the interruption and makes it unchecked. */
  static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted", e);
  }
}
