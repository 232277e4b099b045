package io.sensormine.ingestion.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Message message(String json, Set<String> declared, List<String> timeSteps) {
    try {
      return Message.of((ObjectNode) JSON.readTree(json.replace('\'', '"')), declared, timeSteps);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static Message message(String json) {
    return message(json, Set.of(), List.of());
  }

  @Test
  void readsAnEnvelope() {
    var message =
        message("{'time': 1, 'fields': {'ts': 2}, 'schemaVersion': 3, 'device': 'd', 'id': 4}");
    assertThat(message.payload()).hasToString("{\"ts\":2}");
    assertThat(message.base()).isEqualTo("/fields");
    assertThat(message.time()).hasToString("1");
    assertThat(message.schemaVersion()).hasToString("3");
  }

  @Test
  void takesAnObjectWithAnyOtherKeyAsThePayload() {
    assertThat(message("{'fields': {'a': 1}, 'b': 2}").payload())
        .hasToString("{\"fields\":{\"a\":1},\"b\":2}");
    assertThat(message("{'fields': 1}").payload()).hasToString("{\"fields\":1}");
  }

  @Test
  void takesItsOwnKeysOutOfAPayloadUnlessTheSchemaDeclaresThem() {
    var json = "{'timestamp': 1, 'ts': 2, 'device': 'd', 'a': 3}";
    assertThat(message(json).payload()).hasToString("{\"a\":3}");
    assertThat(message(json).timePath()).isEqualTo("/timestamp");
    var declaring = message(json, Set.of("ts", "device"), List.of());
    assertThat(declaring.payload()).hasToString("{\"ts\":2,\"device\":\"d\",\"a\":3}");
  }

  @Test
  void takesTheTimeFromThePropertyThatTheSchemaMarks() {
    var steps = List.of("clock", "at");
    var marked = message("{'time': 1, 'clock': {'at': 2}}", Set.of("clock"), steps);
    assertThat(marked.time()).hasToString("2");
    assertThat(marked.timePath()).isEqualTo("/clock/at");
    assertThat(message("{'time': 1, 'a': 2}", Set.of(), steps).time()).hasToString("1");
    var envelope = message("{'time': 1, 'fields': {'clock': {'at': 2}}}", Set.of(), steps);
    assertThat(envelope.time()).hasToString("1");
    var timeless = message("{'fields': {'clock': {'at': 2}}}", Set.of(), steps);
    assertThat(timeless.timePath()).isEqualTo("/fields/clock/at");
    assertThat(Objects.requireNonNull(timeless.time())).hasToString("2");
  }
}
