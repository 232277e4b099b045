package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.registry.definition.References;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The versions of the tenant's living schemas. */
@Singleton
final class RegisteredReferences implements References {
  private final VersionRepository versions;

  RegisteredReferences(VersionRepository versions) {
    this.versions = versions;
  }

  @Override
  public Optional<JsonNode> find(String name, int version) {
    return versions.findOfLiving(name, version).map(VersionRow::selfContained);
  }
}
