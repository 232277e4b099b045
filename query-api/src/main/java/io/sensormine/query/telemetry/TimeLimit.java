package io.sensormine.query.telemetry;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** Has every connection of the pool give up statements after {@link QueryLimits}' time. */
@Singleton
final class TimeLimit implements BeanCreatedEventListener<DatasourceConfiguration> {
  private static final String OPTIONS = "options";

  private final QueryLimits limits;

  TimeLimit(QueryLimits limits) {
    this.limits = limits;
  }

  @Override
  public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
    var pool = event.getBean();
    var given = pool.getDataSourceProperties().getProperty(OPTIONS, "");
    // the last one wins, whether the general limit is put before them sooner or later
    pool.addDataSourceProperty(
        OPTIONS,
        "%s -c statement_timeout=%d".formatted(given, limits.statementTimeout().toMillis()));
    return pool;
  }
}
