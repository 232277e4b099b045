package io.sensormine.ingestion.lifecycle;

import java.util.Locale;

/** A table that is kept for a time of its own. */
enum KeptTable {
  TELEMETRY,
  METRICS_1H,
  METRICS_1D,
  EVENTS,
  REJECTED_MESSAGES,
  DEVICE_STATUS_HISTORY;

  /** Its name in the database, where it is in the schema {@code telemetry}. */
  String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
