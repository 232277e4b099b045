package io.sensormine.kit.service;

import ch.qos.logback.classic.LoggerContext;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micronaut.configuration.metrics.annotation.RequiresMetrics;
import io.micronaut.configuration.metrics.binder.logging.LogbackMeterRegistryBinderFactory;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import jakarta.inject.Singleton;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.LoggerFactory;

/**
 * Counts what is logged, for services that start at the same time in one JVM: each adds a listener
 * to Logback's one context, whose list of them is not made for that.
 */
@Factory
@RequiresMetrics
@Requires(property = "micronaut.metrics.binders.logback.enabled", notEquals = StringUtils.FALSE)
final class LogMeters {
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  @Singleton
  @Bean(preDestroy = "close")
  @Replaces(bean = LogbackMetrics.class, factory = LogbackMeterRegistryBinderFactory.class)
  LogbackMetrics logMeters() {
    return listeningTo((LoggerContext) LoggerFactory.getILoggerFactory());
  }

  static LogbackMetrics listeningTo(LoggerContext context) {
    ONE_AT_A_TIME.lock();
    try {
      return new LogbackMetrics(Tags.empty(), context);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }
}
