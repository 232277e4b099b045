package io.sensormine.standalone.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static final Lines LINES = new Lines("tank level", List.of("tank,1"));

  @Test
  void writesNestedFieldsAsDottedPathsAndTimesInMicroseconds() throws Exception {
    assertThat(line("{\"a\":{\"b\":1.5,\"c\":[true,2]},\"d\":\"x\"}"))
        .isEqualTo("tank\\ level,device=tank\\,1 a.b=1.5,a.c.0=true,a.c.1=2i,d=\"x\" 1000001\n");
  }

  @Test
  void escapesNamesAndTexts() throws Exception {
    assertThat(line("{\"a b=c\":\"say \\\"hi\\\" \\\\ bye\"}"))
        .contains(" a\\ b\\=c=\"say \\\"hi\\\" \\\\ bye\" ");
  }

  @Test
  void hasNoLineForAMessageWithoutFields() throws Exception {
    assertThat(line("{\"a\":[],\"b\":{},\"c\":null}")).isEmpty();
  }

  private static String line(String fields) throws JsonProcessingException {
    var tree = (ObjectNode) JsonMapper.builder().build().readTree(fields);
    var sample = new Sample(0, Instant.ofEpochSecond(1, 1_000), tree, true);
    return LINES.of(new Parcel(0, List.of(sample)));
  }
}
