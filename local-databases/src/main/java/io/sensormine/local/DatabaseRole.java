package io.sensormine.local;

import java.util.Locale;

/** A role that signs in to one of the databases, and the variable that carries its password. */
public enum DatabaseRole {
  IDENTITY_OWNER(Purpose.CONFIG, "SENSORMINE_IDENTITY_OWNER_PASSWORD"),
  IDENTITY_APP(Purpose.CONFIG, "SENSORMINE_IDENTITY_PASSWORD"),
  REGISTRY_OWNER(Purpose.CONFIG, "SENSORMINE_REGISTRY_OWNER_PASSWORD"),
  REGISTRY_APP(Purpose.CONFIG, "SENSORMINE_REGISTRY_PASSWORD"),
  DEVICE_OWNER(Purpose.CONFIG, "SENSORMINE_DEVICE_OWNER_PASSWORD"),
  DEVICE_APP(Purpose.CONFIG, "SENSORMINE_DEVICE_PASSWORD"),
  TELEMETRY_OWNER(Purpose.TIMESERIES, "SENSORMINE_TELEMETRY_OWNER_PASSWORD"),
  TELEMETRY_WRITER(Purpose.TIMESERIES, "SENSORMINE_TELEMETRY_WRITER_PASSWORD"),
  TELEMETRY_READER(Purpose.TIMESERIES, "SENSORMINE_TELEMETRY_READER_PASSWORD");

  private final Purpose purpose;
  private final String passwordVariable;

  DatabaseRole(Purpose purpose, String passwordVariable) {
    this.purpose = purpose;
    this.passwordVariable = passwordVariable;
  }

  /** The database that it belongs to. */
  public Purpose purpose() {
    return purpose;
  }

  /** The environment variable that carries its password. */
  public String passwordVariable() {
    return passwordVariable;
  }

  /** Its name in PostgreSQL, for example {@code identity_owner}. */
  public String roleName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
