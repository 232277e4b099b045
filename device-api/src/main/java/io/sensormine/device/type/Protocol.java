package io.sensormine.device.type;

/** How a type's devices send. */
public enum Protocol {
  HTTP,
  MQTT,
  /** InfluxDB line protocol, through a gateway. */
  LINE_PROTOCOL
}
