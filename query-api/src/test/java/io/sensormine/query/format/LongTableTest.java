package io.sensormine.query.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LongTableTest {
  private static final Instant TIME = Instant.parse("2024-05-05T00:00:00Z");

  private record One(
      Map<String, String> group,
      String field,
      String aggregate,
      @Nullable String unit,
      List<Value> points)
      implements LongTable.Series {}

  private record Value(Instant time, @Nullable JsonNode value) implements LongTable.Point {}

  private static List<One> series(JsonNode second) {
    return List.of(
        new One(
            Map.of("device", "d"),
            "t",
            "avg",
            "Cel",
            List.of(
                new Value(TIME, DoubleNode.valueOf(1.5)), new Value(TIME.plusSeconds(1), null))),
        new One(Map.of(), "m", "last", null, List.of(new Value(TIME, second))));
  }

  private static byte[] written(List<One> series, Format format) throws IOException {
    try (var stream = new TableStream(LongTable.of(series), format)) {
      return stream.readAllBytes();
    }
  }

  private static String text(List<One> series, Format format) throws IOException {
    return new String(written(series, format), StandardCharsets.UTF_8);
  }

  @Test
  void isARowAPoint() throws IOException {
    assertThat(text(series(TextNode.valueOf("a,b")), Format.CSV))
        .isEqualTo(
            """
            time,device,field,aggregate,unit,value
            2024-05-05T00:00:00Z,d,t,avg,Cel,1.5
            2024-05-05T00:00:01Z,d,t,avg,Cel,
            2024-05-05T00:00:00Z,,m,last,,"a,b"
            """
                .replace("\n", "\r\n"));
    assertThat(text(series(BooleanNode.TRUE), Format.NDJSON).lines().toList())
        .element(2)
        .isEqualTo(
            "{\"time\":\"2024-05-05T00:00:00Z\",\"device\":null,\"field\":\"m\",\"aggregate\":\"last\",\"unit\":null,\"value\":true}");
  }

  @Test
  void hasNumbersInArrowWhereEachValueIsOneAndTextOtherwise() throws IOException {
    assertThat(arrow(series(DoubleNode.valueOf(2)))).isEqualTo("FloatingPoint(DOUBLE) 1.5");
    assertThat(arrow(series(BooleanNode.TRUE))).isEqualTo("Utf8 1.5");
  }

  private static String arrow(List<One> series) throws IOException {
    try (var memory = new RootAllocator();
        var reader =
            new ArrowStreamReader(
                new ByteArrayInputStream(written(series, Format.ARROW)), memory)) {
      assertThat(reader.loadNextBatch()).isTrue();
      var root = reader.getVectorSchemaRoot();
      assertThat(root.getRowCount()).isEqualTo(3);
      var value = root.getVector("value");
      assertThat(value.isNull(1)).isTrue();
      return value.getField().getType() + " " + value.getObject(0);
    }
  }

  @Test
  void hasOnlyItsHeadWithoutSeries() throws IOException {
    assertThat(text(List.of(), Format.CSV)).isEqualTo("time,field,aggregate,unit,value\r\n");
    assertThat(text(List.of(), Format.NDJSON)).isEmpty();
  }
}
