package io.sensormine.ingestion.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the connections that have not logged in, how long they take and what they send: the broker
 * looks at none before it says CONNECT, and has patience with each byte. Called where connections
 * are accepted.
 */
@Sharable
final class Newcomers extends ChannelInboundHandlerAdapter {
  private static final int MAX_BYTES = 64 << 10;

  private final MqttSettings settings;
  private final AtomicInteger count = new AtomicInteger();

  Newcomers(MqttSettings settings) {
    this.settings = settings;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Channel connection) {
      if (count.incrementAndGet() > settings.maxStrangers()) {
        count.decrementAndGet();
        connection.unsafe().closeForcibly();
        return;
      }
      var newcomer = new Newcomer();
      connection.pipeline().addFirst(newcomer);
      var _ = connection.closeFuture().addListener(_ -> newcomer.leave());
    }
    ctx.fireChannelRead(message);
  }

  /** A client has logged in: it is none any more. */
  static void welcome(Channel connection) {
    var newcomer = connection.pipeline().get(Newcomer.class);
    if (newcomer != null) {
      newcomer.leave();
    }
  }

  /** One connection, until it has logged in. */
  private final class Newcomer extends ChannelInboundHandlerAdapter {
    private final AtomicBoolean hasLeft = new AtomicBoolean();
    private long bytes;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      var _ =
          ctx.executor()
              .schedule(
                  () -> {
                    if (!hasLeft.get()) {
                      var _ = ctx.close();
                    }
                  },
                  settings.logInWithin().toMillis(),
                  TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (hasLeft.get()) {
        ctx.fireChannelRead(message);
        ctx.pipeline().remove(this);
        return;
      }
      bytes += message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
      if (bytes > MAX_BYTES) {
        ReferenceCountUtil.release(message);
        var _ = ctx.close();
      } else {
        ctx.fireChannelRead(message);
      }
    }

    private void leave() {
      if (hasLeft.compareAndSet(false, true)) {
        count.decrementAndGet();
      }
    }
  }
}
