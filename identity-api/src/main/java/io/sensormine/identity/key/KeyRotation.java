package io.sensormine.identity.key;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the signing keys at a steady pace, in every instance. */
@Singleton
final class KeyRotation implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private final SigningKeys keys;
  private final KeySettings settings;
  private final TaskScheduler scheduler;
  private volatile @Nullable ScheduledFuture<?> task;
  private boolean failing;

  KeyRotation(
      SigningKeys keys,
      KeySettings settings,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
    this.keys = keys;
    this.settings = settings;
    this.scheduler = scheduler;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    task =
        scheduler.scheduleWithFixedDelay(
            settings.checkInterval(), settings.checkInterval(), this::run);
  }

  @PreDestroy
  void stop() {
    var running = task;
    if (running != null) {
      running.cancel(true);
    }
  }

  private void run() {
    try {
      keys.check();
      failing = false;
    } catch (RuntimeException away) {
      if (!failing) {
        failing = true;
        LOG.warn("The signing keys cannot be looked after: {}", away.toString());
      }
    }
  }
}
