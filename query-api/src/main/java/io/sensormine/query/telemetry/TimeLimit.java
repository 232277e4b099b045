package io.sensormine.query.telemetry;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** Has every connection of the pool give up statements after {@link QueryLimits}' time. */
@Singleton
final class TimeLimit implements BeanCreatedEventListener<DatasourceConfiguration> {
  private final QueryLimits limits;

  TimeLimit(QueryLimits limits) {
    this.limits = limits;
  }

  @Override
  public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
    var configuration = event.getBean();
    configuration.setConnectionInitSql(
        "SET statement_timeout = " + limits.statementTimeout().toMillis());
    return configuration;
  }
}
