package io.sensormine.kit.recurring;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;

/** Starts all recurring work once the service answers, and stops it with the service. */
@Singleton
@Requires(beans = Recurring.class)
final class RecurringWork implements ApplicationEventListener<ServerStartupEvent> {
  private final List<Recurring> all;
  private final TaskScheduler scheduler;
  private final List<Started> started = new CopyOnWriteArrayList<>();

  private record Started(Recurring work, ScheduledFuture<?> task) {}

  RecurringWork(List<Recurring> all, @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
    this.all = all;
    this.scheduler = scheduler;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    for (var work : all) {
      started.add(
          new Started(
              work,
              scheduler.scheduleWithFixedDelay(work.firstAfter(), work.interval(), work::run)));
    }
  }

  @PreDestroy
  void stop() {
    for (var each : started) {
      each.work().stop();
      each.task().cancel(each.work().isInterruptible());
    }
  }
}
