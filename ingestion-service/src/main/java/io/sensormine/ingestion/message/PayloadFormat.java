package io.sensormine.ingestion.message;

/** How the bytes of a message say what it says, so that a dead letter can be read again. */
public enum PayloadFormat {
  /** A JSON value. */
  JSON,
  /** Lines of InfluxDB line protocol, times in nanoseconds. */
  LINE_NS,
  /** The same, times in microseconds. */
  LINE_US,
  /** The same, times in milliseconds. */
  LINE_MS,
  /** The same, times in seconds. */
  LINE_S,
  /** A CSV file of a heading and one row. */
  CSV
}
