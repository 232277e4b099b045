package io.sensormine.ingestion.mqtt;

import com.github.benmanes.caffeine.cache.Ticker;
import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedExtensionBuilder;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.client.parameter.InitializerInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.util.StringUtils;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.sensormine.kit.security.Secrets;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded broker, from the service's start to its end. */
@Context
@Requires(property = "sensormine.ingestion.mqtt.enabled", value = StringUtils.TRUE)
final class Broker {
  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
  private static final String CERTIFICATE = "listener";

  private final MqttSettings settings;
  private final String bindAddress;
  private final BeanContext beans;
  private final LogIns logIns;
  private final ClientNames clientNames;
  private final Conversations conversations;
  private @Nullable Path folder;
  private @Nullable BrokerKeys keys;
  private @Nullable HiveMq hiveMq;

  Broker(
      MqttSettings settings,
      @Value("${sensormine.bind.address:0.0.0.0}") String bindAddress,
      BeanContext beans,
      LogIns logIns,
      ClientNames clientNames,
      Conversations conversations) {
    this.settings = settings;
    this.bindAddress = bindAddress;
    this.beans = beans;
    this.logIns = logIns;
    this.clientNames = clientNames;
    this.conversations = conversations;
  }

  @PostConstruct
  @SuppressWarnings("IllegalCatch") // HiveMQ declares that it throws anything
  void start() {
    try {
      var home = Files.createTempDirectory("sensormine-mqtt");
      folder = home;
      var configuration = new BrokerConfiguration(settings, bindAddress, keyFile(home));
      Files.writeString(home.resolve("config.xml"), configuration.xml());
      var broker = HiveMq.in(home);
      hiveMq = broker;
      broker.start(extension(broker), new Newcomers(settings));
      LOG.info("MQTT is spoken on port {}", port());
    } catch (Exception e) {
      stop();
      throw new IllegalStateException("MQTT cannot be spoken on port " + port(), e);
    }
  }

  private String port() {
    return keys == null ? String.valueOf(settings.port()) : settings.tlsPort() + ", over TLS";
  }

  private BrokerConfiguration.@Nullable KeyFile keyFile(Path home) {
    var certificates =
        beans.findBean(CertificateProvider.class, Qualifiers.byName(CERTIFICATE)).orElse(null);
    if (certificates == null) {
      return null;
    }
    var file = home.resolve("listener.p12");
    var password = Secrets.next("");
    keys = new BrokerKeys(certificates, file, password);
    return new BrokerConfiguration.KeyFile(file.toString(), password);
  }

  private EmbeddedExtension extension(HiveMq broker) {
    return EmbeddedExtensionBuilder.builder()
        .withId("sensormine")
        .withName("Sensormine")
        .withVersion("1")
        .withExtensionMain(new Extension(broker))
        .build();
  }

  /** What is ours in the broker. */
  private final class Extension implements ExtensionMain {
    private final HiveMq broker;

    private @Nullable KeptSessions sessions;

    private Extension(HiveMq broker) {
      this.broker = broker;
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
      sessions = new KeptSessions(settings, Ticker.systemTicker(), this::forget);
      Services.interceptorRegistry().setConnectInboundInterceptorProvider(_ -> clientNames);
      Services.securityRegistry().setAuthenticatorProvider(_ -> logIns);
      Services.initializerRegistry().setClientInitializer(this::welcome);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
      // the broker stops with it
    }

    private void welcome(InitializerInput input, ClientContext context) {
      var credential = LogIns.credential(input.getConnectionInformation());
      var tenantId = LogIns.tenantId(input.getConnectionInformation());
      var clientId = input.getClientInformation().getClientId();
      var connection = broker.channel(clientId);
      Newcomers.welcome(connection);
      connection
          .pipeline()
          .addBefore(
              ChannelHandlerNames.MQTT_PUBLISH_FLOW_HANDLER,
              "sensormine",
              conversations.handler(credential, tenantId, broker.disconnector()));
      if (broker.keepsSession(clientId)) {
        Objects.requireNonNull(sessions).keep(clientId, broker.departure(clientId));
      }
    }

    private void forget(String clientId) {
      var _ = broker.forget(clientId);
    }
  }

  @PreDestroy
  void stop() {
    if (hiveMq != null) {
      hiveMq.close();
    }
    conversations.awaitEnd();
    if (keys != null) {
      keys.close();
    }
    if (folder != null) {
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("{} stays", folder, e);
    }
  }
}
