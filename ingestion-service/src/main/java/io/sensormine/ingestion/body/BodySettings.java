package io.sensormine.ingestion.body;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How much a body may be, and all bodies together that are being read and judged; {@code
 * sensormine.ingestion.bodies.*}.
 *
 * @param maxBytes of a body that is read as a whole (JSON, line protocol), as sent
 * @param atOnceBytes up to how many bytes a body that came at once is judged by the thread that
 *     received it, where all that this takes is at hand; no thread waits for its commit
 * @param maxStreamBytes of a body that is stored while it arrives (NDJSON, CSV), after gzip
 * @param chunkMessages how many messages of such a stream are stored together
 * @param chunkBytes how many bytes of it, likewise
 * @param maxInFlightBytes of the bodies of all requests that are being read and judged, after gzip;
 *     of a stream, its chunk; one body may go over, and one of each tenant over its share
 * @param tenantShare how much of that one tenant may take, in per cent
 * @param patience how long a body waits for room to go on
 */
@ConfigurationProperties("sensormine.ingestion.bodies")
public record BodySettings(
    @Bindable(defaultValue = "10485760") int maxBytes,
    @Bindable(defaultValue = "4096") int atOnceBytes,
    @Bindable(defaultValue = "1073741824") int maxStreamBytes,
    @Bindable(defaultValue = "1000") int chunkMessages,
    @Bindable(defaultValue = "1048576") int chunkBytes,
    @Bindable(defaultValue = "67108864") int maxInFlightBytes,
    @Bindable(defaultValue = "50") int tenantShare,
    @Bindable(defaultValue = "PT2S") Duration patience) {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  public BodySettings {
    within("max-bytes", maxBytes, 1_024, 1 << 30);
    within("at-once-bytes", atOnceBytes, 0, 1 << 20);
    within("max-stream-bytes", maxStreamBytes, 1_024, Integer.MAX_VALUE);
    within("chunk-messages", chunkMessages, 1, 100_000);
    within("chunk-bytes", chunkBytes, 1_024, 64 << 20);
    within("max-in-flight-bytes", maxInFlightBytes, 1_024, Integer.MAX_VALUE);
    within("tenant-share", tenantShare, 1, 100);
    if (patience.isNegative() || patience.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.bodies.patience is %s, but must be from 0 to %s"
              .formatted(patience, LONGEST));
    }
  }

  private static void within(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.bodies.%s is %d, but must be from %d to %d"
              .formatted(name, value, min, max));
    }
  }
}
