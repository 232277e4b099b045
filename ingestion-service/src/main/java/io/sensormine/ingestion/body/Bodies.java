package io.sensormine.ingestion.body;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.AvailableByteBody;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of requests. Each takes its room among those in flight as it comes, and waits for it a
 * while: then 429 where its tenant has no more, 503 where nobody has. What is left unread is read
 * by the server once the stream is closed, so that the client hears the answer. Thread-safe;
 * blocks.
 */
@Singleton
public final class Bodies {
  private static final int BUFFER = 1 << 16;

  private final BodySettings settings;
  private final IngestionLimits limits;
  private final InFlight inFlight;
  private final String bodyTooLarge;
  private final String streamTooLarge;

  Bodies(BodySettings settings, IngestionLimits limits, InFlight inFlight) {
    this.settings = settings;
    this.limits = limits;
    this.inFlight = inFlight;
    this.bodyTooLarge = "The body has more than %,d bytes.".formatted(settings.maxBytes());
    this.streamTooLarge =
        "A stream has at most %,d bytes; send the rest in another."
            .formatted(settings.maxStreamBytes());
  }

  /**
   * Reads a body to its end, undoing the {@code Content-Encoding}, gzip or none. Refuses any other
   * (415), what is no gzip (400), and what is over the limits as sent or inflated (413).
   */
  public Body whole(ServerHttpRequest<?> request, UUID tenantId) {
    try (var in = request.byteBody().toInputStream()) {
      long length = request.getContentLength();
      if (length > settings.maxBytes()) {
        throw ProblemException.of(ProblemType.TOO_LARGE, bodyTooLarge);
      }
      boolean zipped = isZipped(request);
      var lease = inFlight.open(tenantId);
      try {
        var sent = new LimitedStream(in, settings.maxBytes(), bodyTooLarge);
        var plain = zipped ? inflatedWithin(limits.maxInflatedBytes(), sent) : sent;
        return new Body(new LeasedStream(plain, lease, Long.MAX_VALUE).readAllBytes(), lease);
      } catch (IOException | RuntimeException | Error e) {
        lease.close();
        throw e;
      }
    } catch (IOException broken) {
      throw broken(broken);
    }
  }

  /**
   * A small body that is there as it is and finds room at once; null where it is to be read by
   * {@link #whole}, and nothing has happened. Never blocks.
   */
  public @Nullable Body atOnce(ServerHttpRequest<?> request, UUID tenantId) {
    if (!(request.byteBody() instanceof AvailableByteBody there)
        || there.length() > settings.atOnceBytes()
        || request.getHeaders().contains(HttpHeaders.CONTENT_ENCODING)) {
      return null;
    }
    var lease = inFlight.open(tenantId);
    return lease.tryGrow(there.length()) ? new Body(there.toByteArray(), lease) : null;
  }

  /**
   * A body as it arrives, inflated; to be closed. The room that it takes is that of what has come,
   * at most of one chunk. It refuses (413) the first byte over the limit of streams.
   */
  public InputStream stream(ServerHttpRequest<?> request, UUID tenantId) {
    var in = request.byteBody().toInputStream();
    try {
      if (request.getContentLength() > settings.maxStreamBytes()) {
        throw ProblemException.of(ProblemType.TOO_LARGE, streamTooLarge);
      }
      boolean zipped = isZipped(request);
      var lease = inFlight.open(tenantId);
      try {
        var plain = zipped ? inflated(new LimitedStream(in, Long.MAX_VALUE, streamTooLarge)) : in;
        return new LeasedStream(
            new LimitedStream(plain, settings.maxStreamBytes(), streamTooLarge),
            lease,
            settings.chunkBytes());
      } catch (IOException | RuntimeException | Error e) {
        lease.close();
        throw e;
      }
    } catch (IOException broken) {
      close(in);
      throw broken(broken);
    } catch (RuntimeException refused) {
      close(in);
      throw refused;
    }
  }

  /** What a body that ends before its time, or is no gzip, is answered: 400. */
  public static ProblemException broken(IOException why) {
    return ProblemException.of(
        ProblemType.MALFORMED_REQUEST,
        "The body ended too early, or is not whole gzip as Content-Encoding says.");
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException alreadyGone) {
      // the refusal says more
    }
  }

  private static boolean isZipped(ServerHttpRequest<?> request) {
    var encoding = request.getHeaders().get(HttpHeaders.CONTENT_ENCODING);
    return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "identity", "" -> false;
      case "gzip", "x-gzip" -> true;
      default ->
          throw ProblemException.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding is gzip, or not there.");
    };
  }

  private static LimitedStream inflatedWithin(long most, InputStream zipped) throws IOException {
    return new LimitedStream(
        inflated(zipped), most, "The body inflates to more than %,d bytes.".formatted(most));
  }

  private static InputStream inflated(InputStream zipped) throws IOException {
    return new GZIPInputStream(zipped, BUFFER);
  }
}
