package io.sensormine.standalone.home;

/** The five services. */
public enum Service {
  IDENTITY("identity-api", 8081),
  REGISTRY("schema-registry-api", 8082),
  DEVICE("device-api", 8083),
  INGESTION("ingestion-service", 8084),
  QUERY("query-api", 8085);

  private final String moduleName;
  private final int usualPort;

  Service(String moduleName, int usualPort) {
    this.moduleName = moduleName;
    this.usualPort = usualPort;
  }

  /** Its module, image and application name. */
  public String moduleName() {
    return moduleName;
  }

  int usualPort() {
    return usualPort;
  }

  /** The variable that says where others find it, such as {@code SENSORMINE_DEVICE_URL}. */
  public String urlVariable() {
    return "SENSORMINE_" + name() + "_URL";
  }

  /** The variable that says what port it listens on, such as {@code SENSORMINE_DEVICE_PORT}. */
  public String portVariable() {
    return "SENSORMINE_" + name() + "_PORT";
  }
}
