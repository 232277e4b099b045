package io.sensormine.kit.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/** Tells the {@link SlowSender} of its connection where requests begin and end. */
final class RequestBounds extends ChannelInboundHandlerAdapter {
  private final SlowSender sender;

  RequestBounds(SlowSender sender) {
    this.sender = sender;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      sender.headIsThere();
    }
    if (message instanceof LastHttpContent) {
      sender.requestIsThere();
    }
    context.fireChannelRead(message);
  }
}
