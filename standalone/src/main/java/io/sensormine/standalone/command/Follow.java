package io.sensormine.standalone.command;

import io.sensormine.standalone.home.CommandException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A log file as it grows. */
final class Follow {
  private static final int LOOK_AGAIN_MILLIS = 200;
  private static final int TAIL_BYTES = 16 * 1024;

  private final Path file;
  private final PrintStream out;
  private long position;

  /** Follows a file from where it ends now. */
  Follow(Path file, PrintStream out) {
    this.file = file;
    this.out = out;
    this.position = length();
  }

  /** Prints the last lines that are there. */
  void printTail() {
    position = Math.max(0, length() - TAIL_BYTES);
    var cut = position > 0;
    var text = next();
    out.print(cut ? text.substring(text.indexOf('\n') + 1) : text);
    out.flush();
  }

  /** Prints what comes, until told to end. */
  void run(BooleanSupplier ended) {
    while (true) {
      var last = ended.getAsBoolean();
      out.print(next());
      out.flush();
      if (last) {
        return;
      }
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private String next() {
    var end = length();
    if (end < position) {
      position = 0; // begun anew
    }
    if (end == position) {
      return "";
    }
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(position);
      var bytes = new byte[(int) Math.min(end - position, 1 << 20)];
      in.readFully(bytes);
      position += bytes.length;
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read.", e);
    }
  }

  private long length() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
