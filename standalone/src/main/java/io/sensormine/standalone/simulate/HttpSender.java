package io.sensormine.standalone.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;

/** Sends JSON over HTTP: each message by its own device, or batches by the tenant's gateway. */
final class HttpSender implements Sender {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpExchange exchange;
  private final List<String> credentials;
  private final List<String> externalIds;

  private HttpSender(HttpExchange exchange, List<String> credentials, List<String> externalIds) {
    this.exchange = exchange;
    this.credentials = credentials;
    this.externalIds = externalIds;
  }

  /**
   * @param credentials one of each device, in their order
   */
  static HttpSender ofDevices(String ingestion, List<String> credentials) {
    return new HttpSender(
        new HttpExchange(ingestion + "/api/v1/telemetry", "application/json"),
        credentials,
        List.of());
  }

  /**
   * @param externalIds of the devices, in their order
   */
  static HttpSender ofGateway(String ingestion, String credential, List<String> externalIds) {
    return new HttpSender(
        new HttpExchange(ingestion + "/api/v1/gateway/telemetry", "application/json"),
        List.of(credential),
        externalIds);
  }

  @Override
  public Reply send(Parcel parcel) throws InterruptedException {
    var first = parcel.samples().getFirst();
    var credential = credentials.get(isOfGateway() ? 0 : first.device());
    return exchange.post(
        "Bearer " + credential,
        bytes(isOfGateway() ? batch(parcel) : first.envelope()),
        answer -> outcome(parcel, answer));
  }

  private boolean isOfGateway() {
    return !externalIds.isEmpty();
  }

  private JsonNode batch(Parcel parcel) {
    var batch = JsonNodeFactory.instance.arrayNode(parcel.size());
    parcel
        .samples()
        .forEach(sample -> batch.add(sample.envelope(externalIds.get(sample.device()))));
    return batch;
  }

  /** An answer of another kind, such as that a credential is refused, says it of all. */
  private static Reply outcome(Parcel parcel, HttpResponse<byte[]> response) {
    try {
      var answer = JSON.readTree(response.body());
      var counted = answer.has("rejected");
      var why =
          counted && answer.path("rejected").asInt() > 0
              ? answer.at("/errors/0/code").asText()
                  + ": "
                  + answer.at("/errors/0/message").asText()
              : answer.path("detail").asText();
      return new Reply.Answered(counted ? answer.path("rejected").asInt() : parcel.size(), why);
    } catch (IOException e) {
      return new Reply.Answered(parcel.size(), "status " + response.statusCode());
    }
  }

  private static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    exchange.close();
  }
}
