package io.sensormine.ingestion.mqtt;

import java.util.List;

/** A connection to a client, to answer it by. Any thread may call; nothing blocks or calls back. */
interface Line {
  /** Answers publishes in their order; those that the client waits for an answer to. */
  void acknowledge(List<Incoming> publishes, List<Acknowledgement> acknowledgements);

  /** Closes the connection; MQTT 5 clients are told why. */
  void end(Ending ending);

  /** Whether to read what the client sends. */
  void read(boolean reads);

  /** Whether the client can be told that a publish was refused, or only be cut off. */
  boolean tellsReasons();
}
