package io.sensormine.ingestion.telemetry;

import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a request, inflated where the client has compressed them. */
@Singleton
public final class RequestBody {
  private final IngestionLimits limits;

  RequestBody(IngestionLimits limits) {
    this.limits = limits;
  }

  /**
   * Undoes the {@code Content-Encoding}, gzip or none. Refuses any other (415), what is no gzip
   * (400), and what is over the limit once inflated (413), having inflated no more than that.
   */
  public byte[] decoded(byte[] body, @Nullable String encoding) {
    return switch (encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT)) {
      case "identity", "" -> body;
      case "gzip", "x-gzip" -> inflated(body);
      default ->
          throw ProblemException.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding is gzip, or not there.");
    };
  }

  private byte[] inflated(byte[] bytes) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
      byte[] inflated = gzip.readNBytes(limits.maxInflatedBytes());
      if (gzip.read() >= 0) {
        throw ProblemException.of(
            ProblemType.TOO_LARGE,
            "The body inflates to more than %d bytes. Nothing of it was stored."
                .formatted(limits.maxInflatedBytes()));
      }
      return inflated;
    } catch (IOException notGzip) {
      throw ProblemException.of(
          ProblemType.MALFORMED_REQUEST, "The body is not whole gzip, as Content-Encoding says.");
    }
  }
}
