package io.sensormine.kit.testing;

import io.sensormine.local.Edition;
import io.sensormine.local.TestDatabases;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What is tested is in TimescaleDB's Community edition only; in the Apache edition the test is
 * reported as skipped.
 */
@Tag("community")
@ExtendWith(RequiresCommunity.Condition.class)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresCommunity {

  /** Asks the server that the tests run on, once. */
  final class Condition implements ExecutionCondition {
    private static final class Asked {
      private static final Edition EDITION = ask();

      private static Edition ask() {
        try (var database = TestDatabases.timeseries()) {
          return database.edition();
        }
      }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return switch (Asked.EDITION) {
        case TIMESCALE -> ConditionEvaluationResult.enabled("TimescaleDB is the Community edition");
        case APACHE -> ConditionEvaluationResult.disabled("TimescaleDB is the Apache edition");
      };
    }
  }
}
