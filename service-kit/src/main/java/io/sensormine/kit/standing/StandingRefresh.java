package io.sensormine.kit.standing;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import io.sensormine.kit.security.IdentityMemorySettings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** Has identity-api asked from time to time who may act no more, once the service runs. */
@Singleton
@Requires(property = "sensormine.issuer", value = "false")
final class StandingRefresh implements ApplicationEventListener<ServerStartupEvent> {
  private final RemoteStanding standing;
  private final IdentityMemorySettings settings;
  private final TaskScheduler scheduler;
  private volatile @Nullable ScheduledFuture<?> task;

  StandingRefresh(
      RemoteStanding standing,
      IdentityMemorySettings settings,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
    this.standing = standing;
    this.settings = settings;
    this.scheduler = scheduler;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    task =
        scheduler.scheduleWithFixedDelay(
            settings.refreshInterval(), settings.refreshInterval(), standing::refresh);
  }

  @PreDestroy
  void stop() {
    var running = task;
    if (running != null) {
      running.cancel(false);
    }
  }
}
