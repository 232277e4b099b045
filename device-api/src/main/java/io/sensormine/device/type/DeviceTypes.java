package io.sensormine.device.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.device.attribute.AttributeDefinition;
import io.sensormine.device.audit.Change;
import io.sensormine.kit.http.Revision;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's device types. Every change lands in one transaction with its snapshot and its audit
 * row.
 */
@Singleton
public class DeviceTypes {
  private final DeviceTypeRepository types;
  private final DeviceTypeVersionRepository versions;
  private final DeviceTypeAuditRepository audit;
  private final Change change;
  private final Clock clock;

  DeviceTypes(
      DeviceTypeRepository types,
      DeviceTypeVersionRepository versions,
      DeviceTypeAuditRepository audit,
      Change change,
      Clock clock) {
    this.types = types;
    this.versions = versions;
    this.audit = audit;
    this.change = change;
    this.clock = clock;
  }

  /**
   * What a type says of its devices' attributes; it stays so until the caller's transaction ends.
   * Empty where the tenant has no such type.
   *
   * @param archivedToo whether an archived type counts
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<List<AttributeDefinition>> holdAttributes(UUID id, boolean archivedToo) {
    return types
        .hold(id)
        .filter(type -> archivedToo || !type.archived())
        .map(DeviceTypeRow::attributes);
  }

  @Transactional
  DeviceTypeRow create(DeviceTypeContent content, String actor) {
    var row =
        types.save(
            DeviceTypeRow.first(Ids.next(), TenantContext.required(), content, clock.instant()));
    var patch = change.creating(content);
    keep(row, DeviceTypeAudit.Action.CREATED, actor, patch);
    return row;
  }

  /** Replaces what a type says; a change that changes nothing leaves no trace. */
  @Transactional
  DeviceTypeRow replace(
      UUID id, DeviceTypeContent content, @Nullable String ifMatch, String actor) {
    var standing = lock(id, ifMatch);
    if (standing.archived()) {
      throw ProblemException.of(
          ProblemType.ILLEGAL_STEP, "The device type is archived; it changes no more.");
    }
    return put(standing, content, DeviceTypeAudit.Action.UPDATED, actor);
  }

  /** Archives a type; one that is archived already stays as it is. */
  @Transactional
  void archive(UUID id, @Nullable String ifMatch, String actor) {
    var standing = lock(id, ifMatch);
    if (standing.archived()) {
      return;
    }
    if (types.hasActiveDevices(id)) {
      throw ProblemException.of(
          ProblemType.IN_USE,
          "The device type has ACTIVE devices; retire them or give them another type first.");
    }
    put(standing, standing.content().inArchive(), DeviceTypeAudit.Action.ARCHIVED, actor);
  }

  private DeviceTypeRow lock(UUID id, @Nullable String ifMatch) {
    var standing = types.lock(id).orElseThrow(() -> ProblemException.notFound("device type"));
    Revision.check(ifMatch, standing.revision());
    return standing;
  }

  private DeviceTypeRow put(
      DeviceTypeRow standing,
      DeviceTypeContent content,
      DeviceTypeAudit.Action action,
      String actor) {
    var patch = change.between(standing.content(), content);
    if (patch.isEmpty()) {
      return standing;
    }
    var row = types.update(standing.next(content, clock.instant()));
    keep(row, action, actor, patch);
    return row;
  }

  private void keep(
      DeviceTypeRow row, DeviceTypeAudit.Action action, String actor, JsonNode patch) {
    versions.save(
        new DeviceTypeVersion(
            Ids.next(),
            row.tenantId(),
            row.id(),
            row.version(),
            change.snapshot(row.content()),
            actor,
            row.updatedAt()));
    audit.save(
        new DeviceTypeAudit(
            Ids.next(),
            row.tenantId(),
            row.id(),
            action,
            actor,
            row.revision(),
            patch,
            row.updatedAt()));
  }
}
