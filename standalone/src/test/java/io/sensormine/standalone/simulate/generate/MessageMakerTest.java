package io.sensormine.standalone.simulate.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.check.MessageCheck;
import io.sensormine.standalone.home.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageMakerTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Path EXAMPLES = Path.of("../examples/schemas");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      var schemas = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      assertThat(schemas).hasSizeGreaterThanOrEqualTo(8);
      return schemas;
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void makesMessagesThatKeepEveryExample(Path file) throws IOException {
    var definition = JSON.readTree(file.toFile());
    var check = MessageCheck.by(definition);
    for (var message : messages(definition, 7, 2_000)) {
      assertThat(check.findings(message)).as(message.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void spoilsMessagesOfEveryExample(Path file) throws IOException {
    var definition = JSON.readTree(file.toFile());
    var maker = MessageMaker.by(definition);
    var check = MessageCheck.by(definition);
    var random = new Random(3);
    for (var message : messages(definition, 7, 200)) {
      assertThat(check.accepts(maker.spoiled(message, random))).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void sendsEveryFieldThatADefinitionDeclaresButTheTime(Path file) throws IOException {
    var definition = JSON.readTree(file.toFile());
    var seen = new java.util.TreeSet<String>();
    messages(definition, 1, 200)
        .forEach(message -> message.fieldNames().forEachRemaining(seen::add));
    var declared = new java.util.TreeSet<String>();
    definition
        .path("properties")
        .properties()
        .forEach(each -> {
          if (!each.getValue().path("x-time").asBoolean()) {
            declared.add(each.getKey());
          }
        });
    assertThat(seen).isEqualTo(declared);
  }

  @Test
  void makesTheSameForTheSameSeedOnly() throws IOException {
    var definition = example("weather-station");
    assertThat(messages(definition, 5, 50)).isEqualTo(messages(definition, 5, 50));
    assertThat(messages(definition, 5, 50)).isNotEqualTo(messages(definition, 6, 50));
  }

  @Test
  void lettingCountersOnlyGrow() throws IOException {
    double before = 0;
    for (var message : messages(example("energy-meter"), 11, 1_000)) {
      double energy = message.path("energyImport").asDouble();
      assertThat(energy).isGreaterThanOrEqualTo(before);
      before = energy;
    }
    assertThat(before).isPositive();
  }

  @Test
  void walksInSmallSteps() throws IOException {
    var values =
        messages(example("air-quality"), 2, 500).stream()
            .mapToDouble(message -> message.path("temperature").asDouble())
            .toArray();
    for (int at = 1; at < values.length; at++) {
      assertThat(Math.abs(values[at] - values[at - 1])).isLessThan(70 / 20.0);
    }
    assertThat(IntStream.range(0, values.length).mapToDouble(at -> values[at]).distinct().count())
        .isGreaterThan(50);
  }

  @Test
  void leavesOptionalFieldsOutNowAndThen() throws IOException {
    var messages = messages(example("weather-station"), 4, 300);
    assertThat(messages).anyMatch(message -> !message.has("radiation"));
    assertThat(messages).anyMatch(message -> message.has("radiation"));
    assertThat(messages).allMatch(message -> message.has("temperature"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'string','pattern':'^[A-Z]{2}-[0-9]{4}$'}",
        "{'type':'string','minLength':20,'maxLength':24}",
        "{'type':'string','enum':['a','b']}",
        "{'const':{'a':[1]}}",
        "{'type':['null','integer'],'minimum':5,'maximum':5}",
        "{'type':'number','exclusiveMinimum':0,'exclusiveMaximum':1}",
        "{'type':'number','multipleOf':0.25,'minimum':-1,'maximum':1}",
        "{'type':'integer','minimum':-3,'exclusiveMaximum':-1}",
        "{'type':'number','maximum':-1000}",
        "{'type':'number','minimum':5000}",
        "{'minimum':3}",
        "{'type':'array','minItems':2,'maxItems':4,'items':{'type':'integer'}}",
        "{'type':'array','prefixItems':[{'type':'boolean'},{'type':'number'}],'items':false}",
        "{'$ref':'#/$defs/whole'}",
        "{'allOf':[{'$ref':'#/$defs/whole'},{'maximum':3}]}",
        "{'oneOf':[{'type':'integer','maximum':3},{'type':'string'}]}",
        "{'type':'object','properties':{'n':{'type':'object','required':['m'],'properties':{'m':{'type':'boolean'}}}}}",
        "{'type':'string','format':'date-time'}",
        "{'type':'integer','minimum':0,'x-metric-kind':'counter'}"
      })
  void makesWhatASchemaAsksFor(String schema) throws IOException {
    var definition = definition(schema);
    var check = MessageCheck.by(definition);
    for (var message : messages(definition, 9, 300)) {
      assertThat(check.findings(message)).as(message.toString()).isEmpty();
    }
  }

  @Test
  void saysTheTimeWhereASchemaRequiresIt() throws IOException {
    var message = messages(definition("{'type':'integer','x-time':true}"), 1, 1).getFirst();
    assertThat(message.path("v").asLong()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'integer','minimum':3,'maximum':2}",
        "{'$ref':'https://example.org/other.json'}",
        "{'type':'array','minItems':2,'uniqueItems':true,'items':{'enum':[1]}}",
        "{'type':'object','required':['unknown']}",
        "{'$ref':'#/properties/v'}"
      })
  void saysWhatItCannotMake(String schema) throws IOException {
    var definition = definition(schema);
    assertThatThrownBy(() -> MessageMaker.by(definition))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("Messages cannot be made by this schema: ");
  }

  @Test
  void doesNotSpoilWhereAnythingIsTaken() throws IOException {
    var maker = MessageMaker.by(JSON.readTree("{\"type\":\"object\"}"));
    var message = maker.device(1).next(Instant.EPOCH);
    assertThatThrownBy(() -> maker.spoiled(message, new Random(1)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("--invalid");
  }

  /** A message of one required property {@code v} of that schema. */
  private static JsonNode definition(String schema) throws IOException {
    return JSON.readTree(
        """
        {"type": "object", "required": ["v"], "properties": {"v": %s},
         "$defs": {"whole": {"type": "integer", "minimum": 1, "maximum": 9}}}
        """
            .formatted(schema.replace('\'', '"')));
  }

  private static JsonNode example(String name) throws IOException {
    return JSON.readTree(EXAMPLES.resolve(name + ".json").toFile());
  }

  private static List<ObjectNode> messages(JsonNode definition, long seed, int count) {
    var device = MessageMaker.by(definition).device(seed);
    var messages = new ArrayList<ObjectNode>();
    for (int at = 0; at < count; at++) {
      messages.add(device.next(Instant.EPOCH.plusSeconds(at + 1)));
    }
    return messages;
  }
}
