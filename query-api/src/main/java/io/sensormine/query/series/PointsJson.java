package io.sensormine.query.series;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.sensormine.query.format.TimeText;
import java.io.IOException;
import java.util.List;

/** Writes points, each as an array of two: an answer is made of little else. */
final class PointsJson extends JsonSerializer<List<Point>> {
  @Override
  public void serialize(List<Point> points, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    var times = new TimeText();
    json.writeStartArray(points, points.size());
    for (var point : points) {
      json.writeStartArray();
      json.writeString(times.of(point.time()));
      var value = point.value();
      if (value == null) {
        json.writeNull();
      } else {
        value.serialize(json, provider);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
