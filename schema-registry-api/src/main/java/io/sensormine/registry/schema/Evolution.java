package io.sensormine.registry.schema;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionDiff;
import io.sensormine.registry.compatibility.Judge;
import io.sensormine.registry.compatibility.Judgement;
import io.sensormine.registry.definition.Definition;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Says how a schema changed or would change, and changes nothing. */
@Singleton
class Evolution {
  private final SchemaRepository schemas;
  private final VersionRepository versions;
  private final Contenders contenders;
  private final Judge judge;

  Evolution(
      SchemaRepository schemas, VersionRepository versions, Contenders contenders, Judge judge) {
    this.schemas = schemas;
    this.versions = versions;
    this.contenders = contenders;
    this.judge = judge;
  }

  /**
   * What changes between two versions.
   *
   * @param changes in the order of the newer definition
   */
  @Introspected
  record Diff(int from, int to, List<Change> changes) {
    Diff {
      changes = List.copyOf(changes);
    }
  }

  /** Judges a definition that is proposed for a schema. */
  Outcome<Judgement> judge(UUID schemaId, Definition definition) {
    var schema = schemas.find(schemaId).orElse(null);
    if (schema == null) {
      return new Outcome.Unknown<>("schema");
    }
    var unknown = Lineage.violations(definition, versions.fieldPaths(schemaId));
    if (!unknown.isEmpty()) {
      return new Outcome.Invalid<>(unknown);
    }
    return new Outcome.Done<>(
        judge.judge(
            definition.selfContained(),
            contenders.orNewest(schemaId, schema.compatibility()),
            schema.compatibility(),
            schema.compatibilityPolicy()));
  }

  /** Compares any two versions, by the policy of the schema of {@code after}. */
  VersionDiff diff(SchemaVersion before, SchemaVersion after) {
    var policy = schemas.find(after.schemaId()).orElseThrow().compatibilityPolicy();
    return new VersionDiff(
        VersionDiff.End.of(before),
        VersionDiff.End.of(after),
        judge.changes(before.selfContained(), after.selfContained(), policy));
  }

  /** Compares two versions of a schema. */
  Outcome<Diff> diff(UUID schemaId, int from, int to) {
    var schema = schemas.find(schemaId).orElse(null);
    if (schema == null) {
      return new Outcome.Unknown<>("schema");
    }
    var before = versions.find(schemaId, from).orElse(null);
    var after = versions.find(schemaId, to).orElse(null);
    if (before == null || after == null) {
      return new Outcome.Unknown<>("version");
    }
    return new Outcome.Done<>(
        new Diff(
            from,
            to,
            judge.changes(
                before.selfContained(), after.selfContained(), schema.compatibilityPolicy())));
  }
}
