package io.sensormine.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 5 as a client that only publishes with QoS 1; a PUBACK counts as accepted, one with an error
 * as rejected.
 *
 * @param clientId one of its own
 */
record MqttWire(String clientId, String user, String password) implements Load.Wire {
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final int PUBLISH_QOS_1 = 0x32;
  private static final int PUBACK = 0x40;
  private static final int ERROR = 0x80;
  private static final int CLEAN_WITH_USER_AND_PASSWORD = 0xC2;
  private static final int KEEP_ALIVE_SECONDS = 600;
  private static final int PACKET_IDS = 65_535;

  /** A whole publish; its packet id is its place in the work, so that no two meet in a window. */
  static byte[] publish(int place, String topic, String payload) {
    var body = new ByteArrayOutputStream();
    text(body, topic);
    number(body, place % PACKET_IDS + 1);
    body.write(0); // no properties
    body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
    return packet(PUBLISH_QOS_1, body);
  }

  @Override
  public byte[] hello() {
    var body = new ByteArrayOutputStream();
    text(body, "MQTT");
    body.write(5);
    body.write(CLEAN_WITH_USER_AND_PASSWORD);
    number(body, KEEP_ALIVE_SECONDS);
    body.write(0); // no properties
    text(body, clientId);
    text(body, user);
    text(body, password);
    return packet(CONNECT, body);
  }

  @Override
  public boolean isWelcome(ByteBuffer received) {
    var packet = next(received);
    if (packet == null) {
      return false;
    }
    int type = packet.get(0) & 0xF0;
    int reason = packet.get(packet.position() + 1) & 0xFF;
    if (type != CONNACK || reason != 0) {
      throw new IllegalStateException(
          "not welcome: packet 0x%x, reason 0x%x".formatted(type, reason));
    }
    return true;
  }

  @Override
  public int answers(ByteBuffer received, Load.Outcomes outcomes) {
    int answers = 0;
    for (var packet = next(received); packet != null; packet = next(received)) {
      if ((packet.get(0) & 0xF0) == PUBACK) {
        answers++;
        boolean refused =
            packet.remaining() > 2 && (packet.get(packet.position() + 2) & 0xFF) >= ERROR;
        outcomes.accepted += refused ? 0 : 1;
        outcomes.rejected += refused ? 1 : 0;
      } else {
        throw new IllegalStateException("packet 0x%x".formatted(packet.get(0)));
      }
    }
    return answers;
  }

  /** The next whole packet, positioned behind its length; null where it has not all come. */
  private static @Nullable ByteBuffer next(ByteBuffer received) {
    int start = received.position();
    int length = 0;
    int at = start + 1;
    for (int shift = 0; ; shift += 7, at++) {
      if (at >= received.limit()) {
        return null;
      }
      length |= (received.get(at) & 0x7F) << shift;
      if (received.get(at) >= 0) {
        break;
      }
    }
    int body = at + 1;
    if (received.limit() < body + length) {
      return null;
    }
    received.position(body + length);
    return received.slice(start, body + length - start).position(body - start);
  }

  private static byte[] packet(int first, ByteArrayOutputStream body) {
    var packet = new ByteArrayOutputStream(body.size() + 5);
    packet.write(first);
    int left = body.size();
    do {
      packet.write((left % 128) | (left >= 128 ? 128 : 0));
      left /= 128;
    } while (left > 0);
    packet.writeBytes(body.toByteArray());
    return packet.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int number) {
    out.write(number >> 8);
    out.write(number);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    number(out, bytes.length);
    out.writeBytes(bytes);
  }
}
