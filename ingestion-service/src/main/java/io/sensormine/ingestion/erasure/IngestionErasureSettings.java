package io.sensormine.ingestion.erasure;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When telemetry is erased; {@code sensormine.ingestion.erasure.*}.
 *
 * @param settle how long after its request telemetry is left alone, because a device or tenant that
 *     is remembered may still be admitted: longer than {@code
 *     sensormine.ingestion.references.staleness}; 0 to 7 d
 */
@ConfigurationProperties("sensormine.ingestion.erasure")
public record IngestionErasureSettings(@Bindable(defaultValue = "PT15M") Duration settle) {
  private static final Duration LATEST = Duration.ofDays(7);

  public IngestionErasureSettings {
    if (settle.isNegative() || settle.compareTo(LATEST) > 0) {
      throw new IllegalArgumentException("sensormine.ingestion.erasure.settle is from 0 to 7d");
    }
  }
}
