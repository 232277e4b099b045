package io.sensormine.kit.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Tells the {@link SlowSender} of its connection where requests begin and end. A body that does not
 * end as HTTP says it must is no whole body: its connection is closed, as if it had been cut.
 */
final class RequestBounds extends ChannelInboundHandlerAdapter {
  private final SlowSender sender;

  RequestBounds(SlowSender sender) {
    this.sender = sender;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean begins = message instanceof HttpRequest;
    if (begins) {
      sender.headIsThere();
    }
    if (message instanceof LastHttpContent end) {
      // what is no request from its beginning is answered as that
      if (!begins && end.decoderResult().isFailure()) {
        end.release();
        var _ = context.close();
        return;
      }
      sender.requestIsThere();
    }
    context.fireChannelRead(message);
  }
}
