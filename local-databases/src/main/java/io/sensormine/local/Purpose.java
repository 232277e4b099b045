package io.sensormine.local;

/** What a database is for: each of the two has its own server, roles and bootstrap. */
public enum Purpose {
  /** Tenants, schemas, device types and devices, in PostgreSQL. */
  CONFIG("config-db", "sensormine", "config.sql", "SENSORMINE_CONFIG"),
  /** Readings and events, in TimescaleDB. */
  TIMESERIES("timeseries-db", "sensormine_timeseries", "timeseries.sql", "SENSORMINE_TIMESERIES");

  private final String label;
  private final String databaseName;
  private final String bootstrapResource;
  private final String variablePrefix;

  Purpose(String label, String databaseName, String bootstrapResource, String variablePrefix) {
    this.label = label;
    this.databaseName = databaseName;
    this.bootstrapResource = bootstrapResource;
    this.variablePrefix = variablePrefix;
  }

  /** Its name in Compose, in logs and in {@code status}, for example {@code config-db}. */
  public String label() {
    return label;
  }

  /** The name of the database itself outside tests. */
  public String databaseName() {
    return databaseName;
  }

  /** The environment variable that holds its JDBC URL. */
  public String urlVariable() {
    return variablePrefix + "_URL";
  }

  /** The environment variable that names a superuser of a given server. */
  public String adminUserVariable() {
    return variablePrefix + "_ADMIN_USER";
  }

  /** The environment variable with that superuser's password. */
  public String adminPasswordVariable() {
    return variablePrefix + "_ADMIN_PASSWORD";
  }

  String bootstrapResource() {
    return bootstrapResource;
  }
}
