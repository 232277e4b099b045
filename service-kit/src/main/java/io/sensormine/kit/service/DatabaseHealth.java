package io.sensormine.kit.service;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether the service's database answers; its name in the readiness says which is away. */
@Singleton
@Requires(beans = DataSource.class)
final class DatabaseHealth implements HealthIndicator {
  private static final int TIMEOUT_SECONDS = 2;

  private final DataSource database;
  private final ExecutorService blocking;

  DatabaseHealth(DataSource database, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.database = database;
    this.blocking = blocking;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromCallable(this::check).subscribeOn(Schedulers.fromExecutorService(blocking));
  }

  private HealthResult check() {
    try (var connection = database.getConnection()) {
      return result(connection.isValid(TIMEOUT_SECONDS) ? HealthStatus.UP : HealthStatus.DOWN);
    } catch (SQLException away) {
      return result(HealthStatus.DOWN);
    }
  }

  private static HealthResult result(HealthStatus status) {
    return HealthResult.builder("database", status).build();
  }
}
