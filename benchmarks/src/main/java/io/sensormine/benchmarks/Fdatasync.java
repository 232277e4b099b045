package io.sensormine.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How fast this disk makes a write durable: what every committed batch waits for at least once. */
final class Fdatasync {
  private static final int BYTES = 8 * 1024;
  private static final long NANOS = 1_000_000_000L;

  private Fdatasync() {}

  /** Overwrites of 8 KiB, each followed by fdatasync, in one second. */
  static double perSecond(Path folder) throws IOException {
    var file = Files.createTempFile(folder, "fdatasync", ".tmp");
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var began = System.nanoTime();
      var count = 0;
      while (System.nanoTime() - began < NANOS) {
        channel.write(ByteBuffer.allocate(BYTES), 0);
        channel.force(false);
        count++;
      }
      return count * (double) NANOS / (System.nanoTime() - began);
    } finally {
      Files.delete(file);
    }
  }
}
