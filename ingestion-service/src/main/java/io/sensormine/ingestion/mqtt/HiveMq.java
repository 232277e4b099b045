package io.sensormine.ingestion.mqtt;

import com.codahale.metrics.MetricRegistry;
import com.google.common.util.concurrent.ListenableFuture;
import com.hivemq.HiveMQServer;
import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.bootstrap.netty.NettyConfiguration;
import com.hivemq.configuration.ConfigurationBootstrap;
import com.hivemq.configuration.info.SystemInformationImpl;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import com.hivemq.persistence.clientsession.ClientSessionPersistence;
import com.hivemq.persistence.connection.ConnectionPersistence;
import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * HiveMQ in this process. Its extensions' interface calls an extension for one publish of a client
 * at a time, and has no bound on those that wait; so this reaches for the connections themselves,
 * as HiveMQ's own handlers do. All that depends on its insides is here and in {@link
 * PublishHandler}.
 */
final class HiveMq implements AutoCloseable {
  /** What extensions use while they start is static. */
  private static final ReentrantLock STARTING = new ReentrantLock();

  private final HiveMQServer server;

  private HiveMq(HiveMQServer server) {
    this.server = server;
  }

  /**
   * Prepares it; {@link #start} lets it listen.
   *
   * @param folder with its {@code config.xml}; it keeps nothing there
   */
  static HiveMq in(Path folder) throws Exception {
    InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
    var file = folder.toFile();
    var information = new SystemInformationImpl(true, true, file, file, file);
    information.init();
    var configuration = ConfigurationBootstrap.bootstrapConfig(information);
    var server = new HiveMQServer(information, new MetricRegistry(), configuration, false, false);
    // it ends the process where it cannot go on; that is not for a part of it to decide
    var handler = Thread.getDefaultUncaughtExceptionHandler();
    try {
      server.bootstrap();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(handler);
    }
    return new HiveMq(server);
  }

  /** Starts an extension, then listens, and has newcomers looked at. */
  void start(EmbeddedExtension extension, Newcomers newcomers) throws Exception {
    STARTING.lock();
    try {
      server.startInstance(extension);
    } finally {
      STARTING.unlock();
    }
    for (var executor : instance(NettyConfiguration.class).getParentEventLoopGroup()) {
      if (executor instanceof SingleThreadEventLoop loop) {
        var _ =
            loop.submit(() ->
                    loop.registeredChannelsIterator()
                        .forEachRemaining(listener -> listener.pipeline().addFirst(newcomers)))
                .sync();
      }
    }
  }

  /** Closes connections. */
  MqttServerDisconnector disconnector() {
    return instance(MqttServerDisconnector.class);
  }

  /** The connection of a client that has just logged in. */
  Channel channel(String clientId) {
    return connection(clientId).getChannel();
  }

  /** Whether the session of a client that has just logged in is to be kept once it has gone. */
  boolean keepsSession(String clientId) {
    var expiry = connection(clientId).getClientSessionExpiryInterval();
    return expiry != null && expiry > 0;
  }

  /** Is done once a client that has just logged in has gone, and the broker knows it. */
  ListenableFuture<?> departure(String clientId) {
    return Objects.requireNonNull(connection(clientId).getDisconnectFuture(), "not logged in");
  }

  /**
   * Ends the session of a client that has gone. One that is connected, or connects meanwhile, keeps
   * its own: it has the client's expiry again when that goes. The extensions' interface would cut
   * such a client off.
   */
  ListenableFuture<?> forget(String clientId) {
    return instance(ClientSessionPersistence.class).setSessionExpiryInterval(clientId, 0);
  }

  private ClientConnection connection(String clientId) {
    return Objects.requireNonNull(
        instance(ConnectionPersistence.class).get(clientId), "the client has gone");
  }

  private <T> T instance(Class<T> type) {
    return Objects.requireNonNull(server.getInjector(), "not prepared").getInstance(type);
  }

  @Override
  public void close() {
    server.stop();
  }
}
