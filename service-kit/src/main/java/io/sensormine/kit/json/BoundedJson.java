package io.sensormine.kit.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** Holds every parser of the service's JSON to the limits. */
@Singleton
final class BoundedJson implements BeanCreatedEventListener<JsonFactory> {
  private final StreamReadConstraints constraints;

  BoundedJson(JsonLimits limits) {
    constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxDepth())
            .maxNumberLength(limits.maxNumberLength())
            .maxStringLength(limits.maxStringLength())
            .maxNameLength(limits.maxNameLength())
            .maxTokenCount(limits.maxTokens())
            .build();
  }

  @Override
  public JsonFactory onCreated(BeanCreatedEvent<JsonFactory> event) {
    return event.getBean().setStreamReadConstraints(constraints);
  }
}
