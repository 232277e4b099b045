package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.embedded.EmbeddedExtensionBuilder;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker's insides do when they are reached for. */
class HiveMqIT {
  private static final String ID = "guest";
  private static final Duration HOUR = Duration.ofHours(1);

  private final MqttSettings settings =
      new MqttSettings(
          true,
          MqttIngestion.freePort(),
          1,
          10,
          1_024,
          10,
          10,
          1_024,
          100,
          10,
          10,
          10,
          HOUR,
          HOUR,
          HOUR);

  @TempDir private Path folder;
  @AutoClose private HiveMq broker;

  /** Lets everybody in. */
  private static final class OpenHouse implements ExtensionMain {
    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
      SimpleAuthenticator welcome = (_, answer) -> answer.authenticateSuccessfully();
      Services.securityRegistry().setAuthenticatorProvider(_ -> welcome);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
      // the broker stops with it
    }
  }

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("config.xml"), new BrokerConfiguration(settings, "127.0.0.1", null).xml());
    broker = HiveMq.in(folder);
    broker.start(
        EmbeddedExtensionBuilder.builder()
            .withId("open")
            .withName("Open house")
            .withVersion("1")
            .withExtensionMain(new OpenHouse())
            .build(),
        new Newcomers(settings));
  }

  private Mqtt5BlockingClient client() {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(ID)
        .serverHost("127.0.0.1")
        .serverPort(settings.port())
        .buildBlocking();
  }

  /** Whether it finds its session again. */
  private static boolean connect(Mqtt5BlockingClient client) {
    return client
        .connectWith()
        .cleanStart(false)
        .sessionExpiryInterval(HOUR.toSeconds())
        .send()
        .isSessionPresent();
  }

  private void leave(Mqtt5BlockingClient client) throws Exception {
    var departure = broker.departure(ID);
    client.disconnect();
    departure.get(1, TimeUnit.MINUTES);
  }

  @Test
  void forgetsTheSessionOfAClientThatHasGone() throws Exception {
    var client = client();
    assertThat(connect(client)).isFalse();
    leave(client);
    assertThat(connect(client)).as("it is kept until it is forgotten").isTrue();
    leave(client);
    broker.forget(ID).get(1, TimeUnit.MINUTES);
    assertThat(connect(client)).isFalse();
    leave(client);
  }

  @Test
  void leavesAClientThatIsConnectedItsConnectionAndItsSession() throws Exception {
    var client = client();
    assertThat(connect(client)).isFalse();
    broker.forget(ID).get(1, TimeUnit.MINUTES);
    assertThat(client.getState().isConnected()).isTrue();
    leave(client);
    assertThat(connect(client)).isTrue();
    leave(client);
  }
}
