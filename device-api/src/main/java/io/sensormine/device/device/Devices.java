package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.contracts.identity.DeviceErasureRequest;
import io.sensormine.contracts.identity.Erasure;
import io.sensormine.device.attribute.AttributeSettings;
import io.sensormine.device.attribute.CompiledAttributes;
import io.sensormine.device.audit.Change;
import io.sensormine.device.type.DeviceTypes;
import io.sensormine.kit.erasure.ErasureClient;
import io.sensormine.kit.http.Revision;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tenant's devices. Every change lands in one transaction with its audit row. */
@Singleton
public class Devices {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final DeviceRepository devices;
  private final DeviceAuditRepository audit;
  private final SearchIndex index;
  private final DeviceTypes types;
  private final List<Retirement> retirements;
  private final ErasureClient erasures;
  private final Change changes;
  private final AttributeSettings settings;
  private final Clock clock;

  Devices(
      DeviceRepository devices,
      DeviceAuditRepository audit,
      SearchIndex index,
      DeviceTypes types,
      List<Retirement> retirements,
      ErasureClient erasures,
      Change changes,
      AttributeSettings settings,
      Clock clock) {
    this.devices = devices;
    this.audit = audit;
    this.index = index;
    this.types = types;
    this.retirements = retirements;
    this.erasures = erasures;
    this.changes = changes;
    this.settings = settings;
    this.clock = clock;
  }

  /** Refuses (404) the id of what is no device of the tenant. */
  @Transactional
  public void requireKnown(UUID id) {
    existing(id);
  }

  /**
   * Refuses a device that the tenant does not have (404) or has retired (409); it stays as it is
   * until the caller's transaction ends.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void holdLiving(UUID id) {
    requireLiving(lock(id));
  }

  /**
   * Refuses (404) the id of what is no device of the tenant; one that is there, retired or not,
   * stays as it is until the caller's transaction ends.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void hold(UUID id) {
    lock(id);
  }

  /** Notes in a device's audit log what was done around it, its revision unchanged. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void note(UUID id, DeviceAction action, String actor, JsonNode patch) {
    keep(existing(id), action, actor, patch);
  }

  @Transactional
  DeviceRow existing(UUID id) {
    return devices.findById(id).orElseThrow(() -> ProblemException.notFound("device"));
  }

  @Transactional
  DeviceRow existing(String externalId) {
    return devices
        .findByExternalId(externalId)
        .orElseThrow(() -> ProblemException.notFound("device"));
  }

  @Transactional
  DeviceRow create(DeviceContent given, String actor) {
    if (given.status() == DeviceStatus.RETIRED) {
      throw refused(ProblemType.INVALID_REQUEST, DeviceCheck.BEGINS_RETIRED);
    }
    var content = checked(given, null);
    var row =
        devices.save(
            DeviceRow.first(Ids.next(), TenantContext.required(), content, clock.instant()));
    index.add(row);
    keep(row, DeviceAction.CREATED, actor, changes.creating(content));
    return row;
  }

  /**
   * Makes of a device what a function makes of it as it stands; a change that changes nothing
   * leaves no trace.
   */
  @Transactional
  DeviceRow change(
      UUID id, UnaryOperator<DeviceContent> making, @Nullable String ifMatch, String actor) {
    var standing = lock(id);
    Revision.check(ifMatch, standing.revision());
    requireLiving(standing);
    return put(standing, checked(making.apply(standing.content()), standing), actor);
  }

  /** What a change would do, by the checks that it would meet; nothing is stored. */
  @Transactional
  DevicePreview preview(UUID id, UnaryOperator<DeviceContent> making) {
    var standing = existing(id);
    requireLiving(standing);
    var content = making.apply(standing.content());
    var result = check(content, standing);
    var errors = new ArrayList<>(result.violations());
    devices
        .findByExternalId(content.externalId())
        .filter(other -> !other.id().equals(id))
        .ifPresent(other -> errors.add(DeviceCheck.TAKEN));
    return DevicePreview.of(errors, changes.between(standing.content(), result.content()));
  }

  /** Retires a device; one that is retired already stays as it is. */
  @Transactional
  void retire(UUID id, @Nullable String ifMatch, String actor) {
    var standing = lock(id);
    Revision.check(ifMatch, standing.revision());
    if (!standing.retired()) {
      put(standing, standing.content().with(DeviceStatus.RETIRED), actor);
    }
  }

  /**
   * Retires a device and has all its data erased; the receipt. It is retired for good before it is
   * filed, outside the transaction, so that no connection and no lock waits for identity-api; both
   * may be repeated, and 503 says so where the second failed.
   */
  @SuppressWarnings("IllegalCatch") // whatever keeps it from being filed
  Erasure erase(UUID id, @Nullable String ifMatch, String actor) {
    retire(id, ifMatch, actor);
    Erasure filed;
    try {
      filed = erasures.fileDeviceErasure(new DeviceErasureRequest(id, actor));
    } catch (RuntimeException away) {
      throw ProblemException.unavailable(
          ProblemType.DEPENDENCY_UNAVAILABLE,
          "The device is retired, but identity-api did not take the request to erase its data."
              + " Repeat the request, without If-Match or with the device's present ETag.",
          RETRY_AFTER,
          away);
    }
    if (filed == null) { // a 404 comes as null, whatever the signature says
      throw ProblemException.notFound("tenant");
    }
    return filed;
  }

  private DeviceRow put(DeviceRow standing, DeviceContent content, String actor) {
    var patch = changes.between(standing.content(), content);
    if (patch.isEmpty()) {
      return standing;
    }
    var row = devices.update(standing.next(content, clock.instant()));
    index.replace(row);
    keep(row, row.retired() ? DeviceAction.RETIRED : DeviceAction.UPDATED, actor, patch);
    if (row.retired()) {
      retirements.stream()
          .flatMap(each -> each.retired(List.of(row.id()), row.updatedAt(), actor).stream())
          .forEach(ended -> keep(row, ended.action(), actor, ended.patch()));
    }
    return row;
  }

  private DeviceRow lock(UUID id) {
    return devices.lock(id).orElseThrow(() -> ProblemException.notFound("device"));
  }

  private static void requireLiving(DeviceRow device) {
    if (device.retired()) {
      throw ProblemException.of(ProblemType.ILLEGAL_STEP, DeviceCheck.RETIRED_FOR_GOOD);
    }
  }

  /** The content with the attributes that its type gives it; 422 where they do not fit. */
  private DeviceContent checked(DeviceContent given, @Nullable DeviceRow standing) {
    var result = check(given, standing);
    if (!result.violations().isEmpty()) {
      var first = result.violations().getFirst();
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          "At `%s`: %s".formatted(first.path(), first.message()),
          result.violations());
    }
    return result.content();
  }

  /** The content by the device's type, which stays as it is until the transaction ends. */
  private DeviceCheck.Result check(DeviceContent given, @Nullable DeviceRow standing) {
    var definitions =
        types
            .holdAttributes(given.deviceTypeId(), DeviceCheck.archivedToo(given, standing))
            .orElseThrow(() ->
                refused(ProblemType.UNKNOWN_REFERENCE, DeviceCheck.noType(given.deviceTypeId())));
    return DeviceCheck.check(given, CompiledAttributes.of(definitions), settings);
  }

  private static ProblemException refused(ProblemType type, Violation violation) {
    return ProblemException.of(type, violation.message(), List.of(violation));
  }

  private void keep(DeviceRow row, DeviceAction action, String actor, JsonNode patch) {
    audit.save(
        new DeviceAudit(
            Ids.next(),
            row.tenantId(),
            row.id(),
            action,
            actor,
            row.revision(),
            patch,
            clock.instant()));
  }
}
