package io.sensormine.device.bulk;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream whose bytes are made a page at a time, as they are read. Not thread-safe. */
final class PagedStream extends InputStream {
  private final Source source;
  private byte @Nullable [] page;
  private int at;

  /** Makes the pages after the first. */
  interface Source {
    /** The next page; null after the last. */
    byte @Nullable [] next();
  }

  PagedStream(byte[] first, Source source) {
    this.page = first;
    this.source = source;
  }

  @Override
  public int read() {
    var current = current();
    return current == null ? -1 : current[at++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    var current = current();
    if (current == null) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public int available() {
    return page == null ? 0 : page.length - at;
  }

  /** The page with bytes left to read; null at the end. */
  private byte @Nullable [] current() {
    while (page != null && at == page.length) {
      page = source.next();
      at = 0;
    }
    return page;
  }
}
