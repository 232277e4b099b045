package io.sensormine.device.type.impact;

import static io.sensormine.device.type.impact.AttributeClaims.devices;

import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.device.registry.SchemaReference;
import io.sensormine.device.registry.SchemaStep;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Says what a change of a device type does to its devices. */
@Singleton
public class ImpactCheck {
  private final DeviceCensus census;

  ImpactCheck(DeviceCensus census) {
    this.census = census;
  }

  /**
   * Counts within the caller's transaction; the counts stay true for as long as that holds the
   * type's lock. No query where neither attributes nor schema nor protocol change for a device.
   *
   * @param step what the registry says of the change from the one reference to the other
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Impact of(UUID typeId, Template before, Template after, SchemaStep step) {
    var breaking = new ArrayList<Effect>();
    var warnings = new ArrayList<Effect>();
    var claims = AttributeClaims.of(before.attributes(), after.attributes());
    var tally = new Tally(claims);
    if (!claims.isEmpty()) {
      census.eachAlike(
          typeId,
          AttributeClaims.unconcerned(claims, before.attributes(), after.attributes()),
          tally::add);
    }
    tally.report(breaking, warnings);
    var protocolChanges = !before.protocol().equals(after.protocol());
    if (step instanceof SchemaStep.Harmless && !protocolChanges) {
      return new Impact(breaking, warnings, tally.affected());
    }
    long devices = census.devices(typeId);
    var ofSchema = schema(step, path(before.reference(), after.reference()), devices);
    var schemaBreaks = breaks(step, devices);
    (schemaBreaks ? breaking : warnings).addAll(ofSchema);
    if (protocolChanges) {
      warnings.add(protocol(before, after, devices));
    }
    return new Impact(breaking, warnings, schemaBreaks ? devices : tally.affected());
  }

  private static boolean breaks(SchemaStep step, long devices) {
    return switch (step) {
      case SchemaStep.Harmless harmless -> false;
      case SchemaStep.Removed removed -> false;
      case SchemaStep.Added added -> devices > 0;
      case SchemaStep.Inactive inactive -> devices > 0;
      case SchemaStep.Incompatible incompatible -> true;
    };
  }

  private static List<Effect> schema(SchemaStep step, String path, long devices) {
    return switch (step) {
      case SchemaStep.Harmless harmless -> List.of();
      case SchemaStep.Removed removed ->
          List.of(
              Effect.of(
                  path,
                  ImpactKind.SCHEMA_REMOVED,
                  "Without a schema nothing is checked any more; %s this type."
                      .formatted(devices(devices, "has", "have")),
                  devices));
      case SchemaStep.Added added ->
          added.active()
              ? List.of(added(path, devices))
              : List.of(added(path, devices), inactive(path, devices));
      case SchemaStep.Inactive inactive -> List.of(inactive(path, devices));
      case SchemaStep.Incompatible incompatible ->
          List.of(
              new Effect(
                  path,
                  ImpactKind.SCHEMA_INCOMPATIBLE,
                  "Messages that fit version %d, selected so far, may not fit version %d, selected then; %s this type. The first reason: %s"
                      .formatted(
                          incompatible.from(),
                          incompatible.to(),
                          devices(devices, "has", "have"),
                          incompatible.changes().getFirst().message()),
                  devices,
                  incompatible.changes()));
    };
  }

  private static Effect added(String path, long devices) {
    return Effect.of(
        path,
        ImpactKind.SCHEMA_ADDED,
        "Messages were not checked, and are held to the schema then; %s this type."
            .formatted(devices(devices, "has", "have")),
        devices);
  }

  private static Effect inactive(String path, long devices) {
    return Effect.of(
        path,
        ImpactKind.SCHEMA_INACTIVE,
        "The schema has no ACTIVE version, so every message is refused until it has; %s this type."
            .formatted(devices(devices, "has", "have")),
        devices);
  }

  private static Effect protocol(Template before, Template after, long devices) {
    return Effect.of(
        "/protocol",
        ImpactKind.PROTOCOL_CHANGED,
        "Devices sent by %s and are expected to send by %s; %s this type."
            .formatted(before.protocol(), after.protocol(), devices(devices, "has", "have")),
        devices);
  }

  /** Which property of the request makes the difference. */
  private static String path(SchemaReference before, SchemaReference after) {
    var schema = after.schemaId();
    if (schema == null || !schema.equals(before.schemaId())) {
      return "/schemaId";
    }
    return after.schemaVersionId() == null ? "/schemaVersionPolicy" : "/schemaVersionId";
  }
}
