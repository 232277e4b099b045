package io.sensormine.ingestion.mqtt;

import java.time.Instant;

/**
 * What a client has published.
 *
 * @param payload not to be changed
 * @param packetId to acknowledge it by; 0 where nothing is to be acknowledged
 * @param receivedAt later than whatever came before it on the same connection
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Incoming(String topic, byte[] payload, int packetId, Instant receivedAt) {
  private static final int OVERHEAD_BYTES = 100;

  /** About how many bytes it takes. */
  int bytes() {
    return payload.length + topic.length() + OVERHEAD_BYTES;
  }

  /** Whether the client waits for an answer to it (QoS 1). */
  boolean isToBeAcknowledged() {
    return packetId > 0;
  }
}
