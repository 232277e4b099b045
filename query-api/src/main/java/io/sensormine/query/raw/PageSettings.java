package io.sensormine.query.raw;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much a page of messages may hold.
 *
 * @param maxPageBytes of fields as stored, after which a page ends; 1 to 1 GiB
 */
@ConfigurationProperties("sensormine.query.raw")
record PageSettings(@Bindable(defaultValue = "8388608") int maxPageBytes) {
  PageSettings {
    if (maxPageBytes < 1 || maxPageBytes > 1 << 30) {
      throw new IllegalArgumentException("max-page-bytes is from 1 to 1 GiB");
    }
  }
}
