package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A small shell process that outlives its starter: when the watched process has ended, however it
 * ended, it stops the clusters under a directory and deletes the directory, within seconds.
 */
final class Watcher {

  private Watcher() {}

  static void watch(ProcessIdentity process, Path directory) {
    Path script = directory.resolve("watcher.sh");
    PrivateFiles.write(script, Resources.read("watcher.sh"));
    List<String> command =
        List.of(
            "setsid",
            "sh",
            script.toString(),
            Long.toString(process.pid()),
            Long.toString(process.startTicks()),
            directory.toString());
    try {
      new ProcessBuilder(command)
          .directory(Path.of("/").toFile())
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
