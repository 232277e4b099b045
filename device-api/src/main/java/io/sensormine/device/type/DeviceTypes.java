package io.sensormine.device.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.ReadOnly;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.device.attribute.AttributeDefinition;
import io.sensormine.device.audit.Change;
import io.sensormine.device.type.impact.Impact;
import io.sensormine.device.type.impact.ImpactCheck;
import io.sensormine.kit.http.Revision;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
  private final ImpactCheck impacts;
  private final Change change;
  private final Clock clock;

  DeviceTypes(
      DeviceTypeRepository types,
      DeviceTypeVersionRepository versions,
      DeviceTypeAuditRepository audit,
      ImpactCheck impacts,
      Change change,
      Clock clock) {
    this.types = types;
    this.versions = versions;
    this.audit = audit;
    this.impacts = impacts;
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

  /**
   * What types say of their devices' attributes, archived or not; they stay so until the caller's
   * transaction ends. Those that the tenant does not have are missing.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Map<UUID, TypeDefinitions> hold(Set<UUID> ids) {
    return ids.isEmpty() ? Map.of() : byId(types.holdAll(ids));
  }

  /** The same, as it stands, held by nobody. */
  @Transactional
  public Map<UUID, TypeDefinitions> definitions(Set<UUID> ids) {
    return ids.isEmpty() ? Map.of() : byId(types.findAll(ids));
  }

  /** What types say of their devices' messages, as it stands, in order of id. */
  @Transactional
  public List<DeviceSelection.DeviceType> ofSelection(Set<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : types.findAll(ids).stream()
            .sorted(Comparator.comparing(row -> row.id().toString()))
            .map(row ->
                new DeviceSelection.DeviceType(row.id(), row.schemaId(), row.expectedInterval()))
            .toList();
  }

  private static Map<UUID, TypeDefinitions> byId(List<DeviceTypeRow> rows) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                DeviceTypeRow::id, row -> new TypeDefinitions(row.archived(), row.attributes())));
  }

  @Transactional
  DeviceTypeRow create(DeviceTypeContent content, String actor) {
    var row =
        types.save(
            DeviceTypeRow.first(Ids.next(), TenantContext.required(), content, clock.instant()));
    var patch = change.creating(content);
    keep(row, DeviceTypeAudit.Action.CREATED, actor, patch, null);
    return row;
  }

  /** What a change would do to the type's devices. */
  @ReadOnly
  Impact impact(UUID id, Proposal proposal) {
    var standing = types.findById(id).orElseThrow(() -> ProblemException.notFound("device type"));
    requireAsJudged(standing, proposal);
    return impact(standing, proposal);
  }

  /**
   * Makes a type what is proposed; 409 where that breaks something and is not forced. A change that
   * changes nothing leaves no trace.
   */
  @Transactional
  DeviceTypeRow change(UUID id, Proposal proposal, @Nullable String ifMatch, String actor) {
    var standing = lock(id, ifMatch);
    requireAsJudged(standing, proposal);
    if (change.between(standing.content(), proposal.content()).isEmpty()) {
      return standing;
    }
    // the lock keeps devices of the type from being made meanwhile
    var impact = impact(standing, proposal);
    if (impact.breaks() && !proposal.force()) {
      throw impact.refusal();
    }
    var details = AuditDetails.of(proposal.rollbackTo(), impact);
    return put(
        standing,
        proposal.content(),
        proposal.rollbackTo() == null
            ? DeviceTypeAudit.Action.UPDATED
            : DeviceTypeAudit.Action.ROLLED_BACK,
        actor,
        details == null ? null : change.snapshot(details));
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
    put(standing, standing.content().inArchive(), DeviceTypeAudit.Action.ARCHIVED, actor, null);
  }

  private static void requireAsJudged(DeviceTypeRow standing, Proposal proposal) {
    if (standing.archived()) {
      throw ProblemException.of(
          ProblemType.ILLEGAL_STEP, "The device type is archived; it changes no more.");
    }
    if (!standing.content().reference().equals(proposal.standing())) {
      throw ProblemException.of(
          ProblemType.CONFLICT,
          "Its schema was changed while this change was checked; read it again and repeat.");
    }
  }

  private Impact impact(DeviceTypeRow standing, Proposal proposal) {
    return impacts.of(
        standing.id(),
        standing.content().template(),
        proposal.content().template(),
        proposal.step());
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
      String actor,
      @Nullable JsonNode details) {
    var patch = change.between(standing.content(), content);
    if (patch.isEmpty()) {
      return standing;
    }
    var row = types.update(standing.next(content, clock.instant()));
    keep(row, action, actor, patch, details);
    return row;
  }

  private void keep(
      DeviceTypeRow row,
      DeviceTypeAudit.Action action,
      String actor,
      JsonNode patch,
      @Nullable JsonNode details) {
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
            details,
            row.updatedAt()));
  }
}
