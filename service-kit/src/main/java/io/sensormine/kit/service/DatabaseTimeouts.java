package io.sensormine.kit.service;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Bounds what a service asks of its database: the server itself gives up a statement that takes too
 * long and a transaction that nobody goes on with. Migrations, which have connections of their own,
 * are not bounded.
 */
@Singleton
final class DatabaseTimeouts implements BeanCreatedEventListener<DatasourceConfiguration> {
  private static final String OPTIONS = "options";

  private final Settings settings;

  DatabaseTimeouts(Settings settings) {
    this.settings = settings;
  }

  @Override
  public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
    var pool = event.getBean();
    var given = pool.getDataSourceProperties().getProperty(OPTIONS, "");
    // a pool's own options come last, and so win
    pool.addDataSourceProperty(
        OPTIONS,
        "-c statement_timeout=%d -c idle_in_transaction_session_timeout=%d %s"
            .formatted(
                settings.statementTimeout().toMillis(),
                settings.idleInTransactionTimeout().toMillis(),
                given)
            .strip());
    return pool;
  }

  /**
   * How long, for whatever has no bound of its own; both from 100 ms to 1 h.
   *
   * @param statementTimeout one statement
   * @param idleInTransactionTimeout an open transaction between two statements
   */
  @ConfigurationProperties("sensormine.database")
  record Settings(
      @Bindable(defaultValue = "20s") Duration statementTimeout,
      @Bindable(defaultValue = "30s") Duration idleInTransactionTimeout) {
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofHours(1);

    Settings {
      check("statement-timeout", statementTimeout);
      check("idle-in-transaction-timeout", idleInTransactionTimeout);
    }

    private static void check(String name, Duration timeout) {
      if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
        throw new IllegalArgumentException(
            "sensormine.database.%s is from 100 ms to 1 h".formatted(name));
      }
    }
  }
}
