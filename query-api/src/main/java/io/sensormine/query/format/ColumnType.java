package io.sensormine.query.format;

/** What a column's cells are; any may be null. Only Arrow's columns differ by it. */
public enum ColumnType {
  /** {@link java.time.Instant}s; in Arrow timestamp[us, UTC]. */
  TIME,
  /** {@link String}s; in Arrow utf8. */
  TEXT,
  /** {@link Number}s; in Arrow float64. */
  NUMBER,
  /** {@link Boolean}s; in Arrow bool. */
  BOOLEAN,
  /** Any of the others; in Arrow utf8, each as it reads. */
  MIXED
}
