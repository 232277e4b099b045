package io.sensormine.device.bulk;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream whose bytes are made a page at a time, as they are read. A page that cannot be made
 * fails it with an {@link IOException}: of any other exception or error the server would know
 * nothing, and its client would wait for ever instead of seeing the answer break off. Not
 * thread-safe.
 */
final class PagedStream extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(PagedStream.class);

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
  public int read() throws IOException {
    var current = current();
    return current == null ? -1 : current[at++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
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
  private byte @Nullable [] current() throws IOException {
    while (page != null && at == page.length) {
      page = next();
      at = 0;
    }
    return page;
  }

  private byte @Nullable [] next() throws IOException {
    try {
      return source.next();
    } catch (Throwable e) {
      // whatever it is, memory that has run out included: the reader is all that can tell the
      // client
      LOG.warn("an answer breaks off", e);
      throw new IOException(e);
    }
  }
}
