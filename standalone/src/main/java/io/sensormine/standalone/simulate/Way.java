package io.sensormine.standalone.simulate;

import java.util.Locale;

/** How messages are sent. */
public enum Way {
  HTTP("HTTP"),
  MQTT("MQTT"),
  LINE("LINE_PROTOCOL");

  private final String protocol;

  Way(String protocol) {
    this.protocol = protocol;
  }

  /** What device-api calls it. */
  String protocol() {
    return protocol;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
