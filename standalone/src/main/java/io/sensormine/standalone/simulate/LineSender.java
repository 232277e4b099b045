package io.sensormine.standalone.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Sends InfluxDB line protocol, one line a message, by the tenant's gateway. */
final class LineSender implements Sender {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Pattern REFUSED = Pattern.compile("(\\d+) of \\d+ points refused");
  private static final int NO_CONTENT = 204;

  private final HttpExchange exchange;
  private final String credential;
  private final Lines lines;

  /**
   * @param externalIds of the devices, in their order
   */
  LineSender(String ingestion, String credential, String measurement, List<String> externalIds) {
    this.exchange =
        new HttpExchange(ingestion + "/api/v2/write?precision=us", "text/plain; charset=utf-8");
    this.credential = credential;
    this.lines = new Lines(measurement, externalIds);
  }

  @Override
  public Reply send(Parcel parcel) throws InterruptedException {
    return exchange.post(
        "Token " + credential,
        lines.of(parcel).getBytes(StandardCharsets.UTF_8),
        answer -> outcome(parcel, answer));
  }

  private static Reply outcome(Parcel parcel, HttpResponse<byte[]> response) {
    if (response.statusCode() == NO_CONTENT) {
      return new Reply.Answered(0, "");
    }
    var why = message(response);
    var refused = REFUSED.matcher(why);
    return new Reply.Answered(
        refused.find() ? Integer.parseInt(refused.group(1)) : parcel.size(), why);
  }

  private static String message(HttpResponse<byte[]> response) {
    try {
      JsonNode answer = JSON.readTree(response.body());
      return answer.path("message").asText("status " + response.statusCode());
    } catch (IOException e) {
      return "status " + response.statusCode();
    }
  }

  @Override
  public void close() {
    exchange.close();
  }
}
