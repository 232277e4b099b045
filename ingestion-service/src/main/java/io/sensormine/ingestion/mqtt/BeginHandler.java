package io.sensormine.ingestion.mqtt;

import com.hivemq.mqtt.message.connack.CONNACK;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Begins once a client has been welcomed, and after the broker has begun to read what it sends,
 * which the broker does without asking whether there is room. One a connection.
 */
final class BeginHandler extends ChannelOutboundHandlerAdapter {
  private final Runnable begin;

  BeginHandler(Runnable begin) {
    this.begin = begin;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof CONNACK) {
      ctx.pipeline().remove(this);
      // the broker's own listener was added before
      var _ = promise.addListener(_ -> begin.run());
    }
    var _ = ctx.write(message, promise);
  }
}
