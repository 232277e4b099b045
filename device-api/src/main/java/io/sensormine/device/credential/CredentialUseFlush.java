package io.sensormine.device.credential;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** Has the uses of credentials written from time to time, once the service runs. */
@Singleton
final class CredentialUseFlush implements ApplicationEventListener<ServerStartupEvent> {
  private final CredentialUses uses;
  private final CredentialUseSettings settings;
  private final TaskScheduler scheduler;
  private volatile @Nullable ScheduledFuture<?> task;

  CredentialUseFlush(
      CredentialUses uses,
      CredentialUseSettings settings,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
    this.uses = uses;
    this.settings = settings;
    this.scheduler = scheduler;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    task =
        scheduler.scheduleWithFixedDelay(
            settings.flushInterval(), settings.flushInterval(), uses::flush);
  }

  @PreDestroy
  void stop() {
    var running = task;
    if (running != null) {
      running.cancel(false);
    }
  }
}
