package io.sensormine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that a server's log is appended to. */
record ServerLog(Path file) {

  private static final int TAIL_BYTES = 8192;

  /** Its size in bytes; 0 where it is not there yet. Makes its directory. */
  long size() {
    try {
      PrivateFiles.createDirectories(file.toAbsolutePath().getParent());
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of what was written behind that size. */
  String lastLines(long size) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES);
      channel.position(Math.max(size, channel.size() - TAIL_BYTES));
      while (tail.hasRemaining() && channel.read(tail) >= 0) {
        // read on
      }
      return Commands.lastLines(
          new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return "no log in " + file;
    }
  }
}
