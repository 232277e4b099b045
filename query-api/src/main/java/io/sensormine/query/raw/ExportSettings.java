package io.sensormine.query.raw;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How much whole ranges that are being sent may take.
 *
 * @param maxConcurrent of all tenants at a time, each with a database connection; 1 to 100
 * @param maxConcurrentPerTenant of one tenant
 * @param maxColumns different fields of one, each a column; 1 to 100,000
 * @param patience how long one waits for its client to take some 512 KiB; 1 s to 1 h
 */
@ConfigurationProperties("sensormine.query.export")
record ExportSettings(
    @Bindable(defaultValue = "4") int maxConcurrent,
    @Bindable(defaultValue = "2") int maxConcurrentPerTenant,
    @Bindable(defaultValue = "2000") int maxColumns,
    @Bindable(defaultValue = "1m") Duration patience) {
  ExportSettings {
    if (maxConcurrent < 1 || maxConcurrent > 100) {
      throw new IllegalArgumentException("max-concurrent is from 1 to 100");
    }
    if (maxConcurrentPerTenant < 1 || maxConcurrentPerTenant > maxConcurrent) {
      throw new IllegalArgumentException("max-concurrent-per-tenant is from 1 to max-concurrent");
    }
    if (maxColumns < 1 || maxColumns > 100_000) {
      throw new IllegalArgumentException("max-columns is from 1 to 100,000");
    }
    if (patience.compareTo(Duration.ofSeconds(1)) < 0
        || patience.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("patience is from 1 s to 1 h");
    }
  }
}
