package io.sensormine.local;

/** Which TimescaleDB a time-series database runs; only columnstore depends on it. */
public enum Edition {
  /** Apache licence: hypertables, {@code time_bucket}, {@code drop_chunks}. */
  APACHE,
  /** Timescale licence ("Community"): columnstore as well. */
  TIMESCALE
}
