package io.sensormine.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdTest {
  private static final UUID TENANT = new UUID(1, 1);
  private static final UUID DEVICE = new UUID(2, 2);
  private static final Instant TIME = Instant.parse("2026-01-31T09:15:00Z");

  private static UUID id(UUID tenant, UUID device, Instant time, String attributes) {
    try {
      var node = (ObjectNode) new ObjectMapper().readTree(attributes.replace('\'', '"'));
      return EventId.of(tenant, device, time, "door", "INFO", null, node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static UUID id(String attributes) {
    return id(TENANT, DEVICE, TIME, attributes);
  }

  /** Should this change, events sent again after an update would be others. */
  @Test
  void staysWhatItIs() {
    assertThat(id("{'a': 1}")).hasToString("5bb44c00-06fe-5b9e-a4a8-fc0ed010f09b");
    assertThat(id("{'a': 1}").version()).isEqualTo(5);
  }

  @Test
  void isTheSameForTheSameHoweverItIsWritten() {
    assertThat(id("{'b': [1, {'d': true, 'c': 2.0}], 'a': 1.50}"))
        .isEqualTo(id("{ 'a':15e-1,'b':[1.0,{'c':2,'d':true}]}"));
  }

  @Test
  void isAnotherForAnythingElse() {
    var id = id("{'a': 1}");
    assertThat(id)
        .isNotEqualTo(id("{'a': 2}"))
        .isNotEqualTo(id("{'a': '1'}"))
        .isNotEqualTo(id("{'b': 1}"))
        .isNotEqualTo(id(DEVICE, TENANT, TIME, "{'a': 1}"))
        .isNotEqualTo(id(TENANT, DEVICE, TIME.plusNanos(1_000), "{'a': 1}"));
    var none = new ObjectMapper().createObjectNode();
    assertThat(EventId.of(TENANT, DEVICE, TIME, "a", "INFO", "b", none))
        .isNotEqualTo(EventId.of(TENANT, DEVICE, TIME, "ab", "INFO", null, none))
        .isNotEqualTo(EventId.of(TENANT, DEVICE, TIME, "a", "ERROR", "b", none));
  }
}
