package io.sensormine.local;

/** Where the databases come from. */
public enum DatabaseSource {
  /** Servers that somebody else runs, named by environment variables. */
  GIVEN,
  /** The published images in a Docker engine. */
  DOCKER,
  /** PostgreSQL and TimescaleDB as plain processes of this user. */
  EMBEDDED
}
