package io.sensormine.ingestion.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.mqtt.message.connack.CONNACK;
import com.hivemq.mqtt.message.reason.Mqtt5ConnAckReasonCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** A connection that is not to be read is not, whatever the broker does when it welcomes. */
class BeginHandlerTest {
  /** Reads once the welcome is out, as the broker's own handler does. */
  private static final class Barrier extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      var _ = promise.addListener(_ -> ctx.channel().config().setAutoRead(true));
      var _ = ctx.write(message, promise);
    }
  }

  @Test
  void beginsAfterTheBrokerReads() {
    var channel = new EmbeddedChannel();
    channel
        .pipeline()
        .addLast(new BeginHandler(() -> channel.config().setAutoRead(false)))
        .addLast(new Barrier());
    channel.config().setAutoRead(false);
    channel.writeOutbound(CONNACK.builder().withReasonCode(Mqtt5ConnAckReasonCode.SUCCESS).build());
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(channel.pipeline().get(BeginHandler.class)).isNull();
  }
}
