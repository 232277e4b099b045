package io.sensormine.ingestion.mqtt;

import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import com.hivemq.mqtt.message.ProtocolVersion;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.mqtt5.Mqtt5UserProperties;
import com.hivemq.mqtt.message.puback.PUBACK;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import com.hivemq.mqtt.message.reason.Mqtt5PubAckReasonCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a client publishes out of the broker's hands, before it would be distributed, and
 * answers it. One a connection; called by its event loop.
 */
final class PublishHandler extends ChannelInboundHandlerAdapter implements Line {
  private static final Logger LOG = LoggerFactory.getLogger(PublishHandler.class);
  private static final byte[] EMPTY = {};

  private final Clock clock;
  private final MqttServerDisconnector disconnector;
  private final AtomicInteger open;
  private final Function<Line, Conversation> conversations;
  private Instant lastArrival = Instant.EPOCH;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Conversation conversation;

  /**
   * Begins.
   *
   * @param open counts the connections that there are
   */
  PublishHandler(
      Clock clock,
      MqttServerDisconnector disconnector,
      AtomicInteger open,
      Function<Line, Conversation> conversations) {
    this.clock = clock;
    this.disconnector = disconnector;
    this.open = open;
    this.conversations = conversations;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    conversation = conversations.apply(this);
    open.incrementAndGet();
    added
        .pipeline()
        .addBefore(
            ChannelHandlerNames.MQTT_MESSAGE_BARRIER,
            "sensormine begin",
            new BeginHandler(conversation::begin));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    open.decrementAndGet();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof PUBLISH publish)) {
      ctx.fireChannelRead(message);
    } else if (publish.getQoS() == QoS.EXACTLY_ONCE) {
      end(Ending.qosNotSupported());
    } else {
      var payload = publish.getPayload();
      Objects.requireNonNull(conversation)
          .add(
              new Incoming(
                  publish.getTopic(),
                  payload == null ? EMPTY : payload,
                  publish.getQoS() == QoS.AT_LEAST_ONCE ? publish.getPacketIdentifier() : 0,
                  arrival()));
    }
  }

  /** Two messages without a time are of two instants, however close they come. */
  private Instant arrival() {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    lastArrival = now.isAfter(lastArrival) ? now : lastArrival.plus(1, ChronoUnit.MICROS);
    return lastArrival;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    Objects.requireNonNull(conversation).clientHasGone();
    ctx.fireChannelInactive();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }

  @Override
  public void acknowledge(List<Incoming> publishes, List<Acknowledgement> acknowledgements) {
    onEventLoop(() -> {
      for (int at = 0; at < publishes.size(); at++) {
        if (publishes.get(at).isToBeAcknowledged()) {
          var _ = context().write(puback(publishes.get(at), acknowledgements.get(at)));
        }
      }
      context().flush();
    });
  }

  private void onEventLoop(Runnable task) {
    try {
      context().executor().execute(task);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("the broker has stopped, and its clients are gone", stopped);
    }
  }

  private PUBACK puback(Incoming publish, Acknowledgement acknowledgement) {
    return tellsReasons()
        ? new PUBACK(
            publish.packetId(),
            reasonCode(acknowledgement.code()),
            acknowledgement.reason(),
            Mqtt5UserProperties.NO_USER_PROPERTIES)
        : new PUBACK(publish.packetId());
  }

  private static Mqtt5PubAckReasonCode reasonCode(Acknowledgement.Code code) {
    return switch (code) {
      case SUCCESS -> Mqtt5PubAckReasonCode.SUCCESS;
      case IMPLEMENTATION_SPECIFIC -> Mqtt5PubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
      case NOT_AUTHORIZED -> Mqtt5PubAckReasonCode.NOT_AUTHORIZED;
      case PAYLOAD_FORMAT_INVALID -> Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID;
    };
  }

  @Override
  public void end(Ending ending) {
    onEventLoop(() ->
        disconnector.disconnect(
            context().channel(),
            null,
            ending.reason(),
            reasonCode(ending.code()),
            ending.reason()));
  }

  private static Mqtt5DisconnectReasonCode reasonCode(Ending.Code code) {
    return switch (code) {
      case UNSPECIFIED -> Mqtt5DisconnectReasonCode.UNSPECIFIED_ERROR;
      case NOT_AUTHORIZED -> Mqtt5DisconnectReasonCode.NOT_AUTHORIZED;
      case SERVER_BUSY -> Mqtt5DisconnectReasonCode.SERVER_BUSY;
      case QOS_NOT_SUPPORTED -> Mqtt5DisconnectReasonCode.QOS_NOT_SUPPORTED;
    };
  }

  @Override
  public void read(boolean reads) {
    context().channel().config().setAutoRead(reads);
  }

  @Override
  public boolean tellsReasons() {
    return ClientConnection.of(context().channel()).getProtocolVersion() == ProtocolVersion.MQTTv5;
  }
}
