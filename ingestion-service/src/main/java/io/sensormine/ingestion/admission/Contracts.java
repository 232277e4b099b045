package io.sensormine.ingestion.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.ingestion.reference.Devices;
import io.sensormine.ingestion.reference.ReferenceSettings;
import io.sensormine.ingestion.reference.SchemaVersions;
import io.sensormine.ingestion.reference.SchemaVersions.Choice;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.memory.NotAtHand;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds what a message is held to. A version never changes, so each is compiled once. */
@Singleton
final class Contracts {
  private final Devices devices;
  private final SchemaVersions versions;
  private final Cache<UUID, Contract> compiled;

  /** What looking for a contract comes to. */
  sealed interface Found {
    record Held(Contract contract) implements Found {}

    record None(Flaw flaw) implements Found {}
  }

  Contracts(Devices devices, SchemaVersions versions, ReferenceSettings settings) {
    this.devices = devices;
    this.versions = versions;
    this.compiled = Caffeine.newBuilder().maximumSize(settings.maxVersions()).build();
  }

  /**
   * The contract of a message.
   *
   * @param asked the schema version that it asks for by number; null where it leaves that to its
   *     device's type
   */
  Found find(UUID tenantId, UUID deviceTypeId, @Nullable JsonNode asked, Age age) {
    var type = devices.type(tenantId, deviceTypeId, age);
    if (type.isEmpty()) {
      return noType();
    }
    var view = type.get();
    var schemaId = view.schemaId();
    if (asked != null) {
      return numbered(tenantId, schemaId, asked, age);
    }
    return Choice.of(tenantId, view)
        .map(choice -> chosen(choice, age))
        .orElseGet(() -> new Found.Held(Contract.NONE));
  }

  private Found chosen(Choice choice, Age age) {
    return held(choice, age)
        .orElseGet(() ->
            none(
                RejectionCode.NO_ACTIVE_VERSION,
                "The schema of the device's type has no version that admits messages; activate one."));
  }

  private Found numbered(UUID tenantId, @Nullable UUID schemaId, JsonNode asked, Age age) {
    if (schemaId == null || !asked.canConvertToInt() || !asked.isIntegralNumber()) {
      return unknown(asked);
    }
    return held(new Choice.Numbered(tenantId, schemaId, asked.intValue()), age)
        .orElseGet(() -> unknown(asked));
  }

  /** The contract that a version by its number is, whatever its status. */
  Found numbered(UUID tenantId, UUID deviceTypeId, int number, Age age) {
    var type = devices.type(tenantId, deviceTypeId, age);
    if (type.isEmpty()) {
      return noType();
    }
    var schemaId = type.get().schemaId();
    var held =
        schemaId == null
            ? Optional.<Found>empty()
            : held(new Choice.OfAnyStatus(tenantId, schemaId, number), age);
    return held.orElseGet(() ->
        none(
            RejectionCode.UNKNOWN_VERSION,
            "The schema of the device's type has no version %d.".formatted(number)));
  }

  private Optional<Found> held(Choice choice, Age age) {
    return versions.chosen(choice, age).map(version -> new Found.Held(contract(version, age)));
  }

  /** To compile a large one takes long. */
  private Contract contract(SchemaVersion version, Age age) {
    if (age != Age.AT_HAND) {
      return compiled.get(version.id(), id -> Contract.of(version));
    }
    var known = compiled.getIfPresent(version.id());
    if (known == null) {
      throw new NotAtHand();
    }
    return known;
  }

  private static Found noType() {
    return none(RejectionCode.NO_ACTIVE_VERSION, "The device's type does not exist any more.");
  }

  private static Found unknown(JsonNode asked) {
    var text = asked.toString();
    return new Found.None(
        new Flaw(
            RejectionCode.UNKNOWN_VERSION,
            "/schemaVersion",
            "The schema of the device's type has no ACTIVE version %s."
                .formatted(text.length() > 20 ? text.substring(0, 20) + "…" : text)));
  }

  private static Found none(RejectionCode code, String message) {
    return new Found.None(new Flaw(code, "", message));
  }
}
