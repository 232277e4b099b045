package io.sensormine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One process for as long as it lives, told from a later one with the same number by when it
 * started.
 *
 * @param startTicks clock ticks between the machine's start and the process's
 */
record ProcessIdentity(long pid, long startTicks) {

  private static final String MAVEN_MAIN = "org.codehaus.plexus.classworlds.launcher.Launcher";

  /** The living process with that number; empty where there is none. */
  static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The command's name stands in parentheses and may hold spaces: count from behind it.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") || fields[0].equals("X")
          ? Optional.empty()
          : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[19])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static ProcessIdentity current() {
    return of(ProcessHandle.current().pid()).orElseThrow();
  }

  /** The Maven that runs this process, at whatever depth; this process where none does. */
  static ProcessIdentity ofBuild() {
    return Stream.iterate(
            Optional.of(ProcessHandle.current()),
            Optional::isPresent,
            handle -> handle.flatMap(ProcessHandle::parent))
        .flatMap(Optional::stream)
        .filter(handle -> commandLine(handle.pid()).contains(MAVEN_MAIN))
        .findFirst()
        .flatMap(handle -> of(handle.pid()))
        .orElseGet(ProcessIdentity::current);
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }
}
