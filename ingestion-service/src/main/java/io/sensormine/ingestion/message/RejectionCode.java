package io.sensormine.ingestion.message;

import java.util.Locale;

/** Why a message is refused; the closed list that clients are told. */
public enum RejectionCode {
  MALFORMED_JSON,
  SCHEMA_VIOLATION,
  NO_ACTIVE_VERSION,
  UNKNOWN_VERSION,
  UNKNOWN_DEVICE,
  DEVICE_RETIRED,
  TIME_REQUIRED,
  TIME_INVALID,
  TIME_IN_FUTURE,
  NUMBER_OUT_OF_RANGE,
  TEXT_NOT_STORABLE,
  PATH_COLLISION,
  TOO_MANY_FIELDS,
  TOO_LARGE;

  private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** Its name on the wire and in the database, such as {@code time-required}. */
  public String wireName() {
    return wireName;
  }
}
