package io.sensormine.kit.transport;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;

/** Puts a {@link SlowSender} in every connection. */
@Singleton
final class PatientServer implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final Patience patience;
  private final Counter givenUp;

  PatientServer(Patience patience, MeterRegistry meters) {
    this.patience = patience;
    this.givenUp = meters.counter("sensormine.connections.given.up");
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Listener());
    return event.getBean();
  }

  private final class Listener implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Connection(channel) : this;
    }
  }

  private final class Connection implements NettyServerCustomizer {
    private final Channel channel;

    private Connection(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void onStreamPipelineBuilt() {
      var codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
      var pipeline = channel.pipeline();
      if (pipeline.get(codec) != null) {
        var sender = new SlowSender(patience, givenUp::increment);
        pipeline.addBefore(codec, "sensormine-slow-sender", sender);
        pipeline.addAfter(codec, "sensormine-request-bounds", new RequestBounds(sender));
      }
    }
  }
}
