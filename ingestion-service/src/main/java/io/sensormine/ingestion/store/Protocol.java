package io.sensormine.ingestion.store;

/** The way a message came. */
public enum Protocol {
  HTTP,
  MQTT,
  LINE_PROTOCOL,
  /** It had been refused, and was taken later. */
  REPLAY
}
