package io.sensormine.kit.service;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.scheduling.TaskExecutors;
import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether the service's database answers; its name in the readiness says which is away. */
@Singleton
@Requires(beans = Connections.class)
public final class DatabaseHealth implements HealthIndicator {
  private static final int TIMEOUT_SECONDS = 2;

  private final Connections connections;
  private final ExecutorService blocking;

  DatabaseHealth(Connections connections, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.connections = connections;
    this.blocking = blocking;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromCallable(this::check).subscribeOn(Schedulers.fromExecutorService(blocking));
  }

  private HealthResult check() {
    try (var connection = connections.open()) {
      return result(connection.isValid(TIMEOUT_SECONDS) ? HealthStatus.UP : HealthStatus.DOWN);
    } catch (SQLException away) {
      return result(HealthStatus.DOWN);
    }
  }

  private static HealthResult result(HealthStatus status) {
    return HealthResult.builder("database", status).build();
  }
}
