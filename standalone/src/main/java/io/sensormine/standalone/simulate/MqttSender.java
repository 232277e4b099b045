package io.sensormine.standalone.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.sensormine.standalone.home.CommandException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishes by MQTT 5 with QoS 1 over a few connections, as the tenant's gateway. */
final class MqttSender implements Sender {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int MAX_CONNECTIONS = 8;
  private static final int CONNECT_SECONDS = 10;
  private static final int GOODBYE_SECONDS = 5;
  private static final int PATIENCE_SECONDS = 30;

  private final List<Mqtt5AsyncClient> clients;
  private final List<String> externalIds;

  private MqttSender(List<Mqtt5AsyncClient> clients, List<String> externalIds) {
    this.clients = clients;
    this.externalIds = externalIds;
  }

  /**
   * Connects.
   *
   * @param externalIds of the devices, in their order
   * @param messages how many may be on their way at the same time
   */
  static MqttSender connect(
      int port, String user, String credential, List<String> externalIds, int messages) {
    var clients = new ArrayList<Mqtt5AsyncClient>();
    var sender = new MqttSender(clients, externalIds);
    try {
      for (int at = 0; at < Math.min(MAX_CONNECTIONS, messages); at++) {
        var client =
            MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .simpleAuth()
                .username(user)
                .password(credential.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .automaticReconnectWithDefaultConfig()
                .buildAsync();
        clients.add(client);
        // it would try again for ever
        client.connect().get(CONNECT_SECONDS, TimeUnit.SECONDS);
      }
      return sender;
    } catch (ExecutionException | TimeoutException e) {
      sender.close();
      throw new CommandException("Nobody lets us in by MQTT at port " + port + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sender.close();
      throw new CommandException("Interrupted.", e);
    }
  }

  @Override
  public Reply send(Parcel parcel) throws InterruptedException {
    var sample = parcel.samples().getFirst();
    // a device's messages stay in their order on one connection
    var publishing =
        clients
            .get(sample.device() % clients.size())
            .publishWith()
            .topic("sensormine/v1/" + externalIds.get(sample.device()) + "/telemetry")
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload(payload(sample))
            .send();
    return await(publishing);
  }

  private static Reply await(CompletableFuture<Mqtt5PublishResult> publishing)
      throws InterruptedException {
    try {
      return publishing
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .getError()
          .map(MqttSender::failure)
          .orElseGet(() -> new Reply.Answered(0, ""));
    } catch (ExecutionException e) {
      return failure(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      return new Reply.NoAnswer("no PUBACK within " + PATIENCE_SECONDS + " s");
    }
  }

  /** A PUBACK that is an error says that the message was refused; all else, that none came. */
  private static Reply failure(Throwable error) {
    return error instanceof Mqtt5PubAckException refused
        ? new Reply.Answered(
            1,
            refused
                .getMqttMessage()
                .getReasonString()
                .map(Object::toString)
                .orElseGet(() -> refused.getMqttMessage().getReasonCode().toString()))
        : new Reply.NoAnswer(String.valueOf(error.getMessage()));
  }

  private static byte[] payload(Sample sample) {
    try {
      return JSON.writeValueAsBytes(sample.envelope());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    CompletableFuture.allOf(
            clients.stream().map(Mqtt5AsyncClient::disconnect).toArray(CompletableFuture[]::new))
        .orTimeout(GOODBYE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(gone -> null)
        .join();
  }
}
