package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The embedded clusters that all test JVMs of one Maven build share: the first to ask starts them,
 * a {@link Watcher} stops them and deletes their data when the build ends. Another build has its
 * own. Outside Maven the JVM itself is the build.
 */
final class SharedClusters {

  private final Path directory;
  private final ProcessIdentity build;

  SharedClusters(Path cache, ProcessIdentity build) {
    this.build = build;
    this.directory = cache.resolve("tests").resolve(build.pid() + "-" + build.startTicks());
  }

  /** Where the clusters are while they are. */
  Path directory() {
    return directory;
  }

  /** Whether a JVM of this build has chosen them; it need not ask a Docker engine again. */
  boolean areChosen() {
    return Files.exists(choice());
  }

  void rememberChoice() {
    PrivateFiles.write(choice(), "");
  }

  private Path choice() {
    return directory.resolve("chosen");
  }

  /** The running server for that purpose. */
  TestServer server(Purpose purpose) {
    try (FileMutex _ = FileMutex.lock(directory.resolveSibling("tests.lock"))) {
      if (!Files.isDirectory(directory)) {
        sweep();
        PrivateFiles.ownDirectory(directory);
        Watcher.watch(build, directory);
      }
      EmbeddedCluster cluster =
          EmbeddedCluster.forTests(purpose, directory.resolve(purpose.label()), port(purpose));
      cluster.start();
      return cluster.testServer();
    }
  }

  private int port(Purpose purpose) {
    Path file = directory.resolve(purpose.label() + ".port");
    if (!Files.exists(file)) {
      PrivateFiles.write(file, Integer.toString(EmbeddedCluster.freePort()));
    }
    return Integer.parseInt(PrivateFiles.read(file));
  }

  /** Sees to what builds left whose watcher was killed as well. */
  private void sweep() {
    try (Stream<Path> entries = Files.list(directory.getParent())) {
      for (Path entry : entries.filter(Files::isDirectory).toList()) {
        List<String> parts = List.of(entry.getFileName().toString().split("-", 2));
        ProcessIdentity owner =
            new ProcessIdentity(Long.parseLong(parts.getFirst()), Long.parseLong(parts.getLast()));
        if (!owner.isAlive()) {
          Watcher.watch(owner, entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
