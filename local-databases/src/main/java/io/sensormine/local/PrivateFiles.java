package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files and directories that only their user may read. */
final class PrivateFiles {

  private PrivateFiles() {}

  /** Makes what is missing of a directory's path, each directory with mode 0700. */
  static void createDirectories(@Nullable Path directory) throws IOException {
    if (directory == null || Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Makes a directory with mode 0700, and gives it that mode where it exists. */
  static void ownDirectory(Path directory) {
    try {
      createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file with mode 0600; a reader sees the old content or the new, never a part. */
  static void write(Path file, String content) {
    try {
      createDirectories(file.toAbsolutePath().getParent());
      Path partial = file.resolveSibling(file.getFileName() + ".partial");
      Files.deleteIfExists(partial);
      Files.createFile(
          partial,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(partial, content);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A secret that a file keeps: its content where it exists, else a new one. */
  static String secret(Path file) {
    if (!Files.exists(file)) {
      write(file, RolePasswords.secret());
    }
    return read(file);
  }

  /** The passwords that a file keeps: those in it where it exists, else new ones. */
  static RolePasswords passwords(Path file) {
    if (!Files.exists(file)) {
      RolePasswords passwords = RolePasswords.generate();
      List<String> lines = new ArrayList<>();
      passwords.passwords().forEach((role, password) -> lines.add(role + "=" + password));
      write(file, String.join("\n", lines));
    }
    Map<String, String> lines =
        read(file)
            .lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(part -> part[0], part -> part[1]));
    return RolePasswords.by(role -> lines.getOrDefault(role.name(), ""));
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a directory and what is in it; nothing where there is none. */
  static void delete(Path directory) {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // Somebody else is deleting it too.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
