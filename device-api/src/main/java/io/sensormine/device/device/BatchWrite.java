package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.device.attribute.AttributeSettings;
import io.sensormine.device.attribute.CompiledAttributes;
import io.sensormine.device.audit.Change;
import io.sensormine.device.device.BatchStep.HeldType;
import io.sensormine.device.type.DeviceTypes;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One transaction of a batch: a fixed number of statements, however many devices. */
@Singleton
class BatchWrite {
  private final BatchStore store;
  private final SearchIndex index;
  private final DeviceTypes types;
  private final List<Retirement> retirements;
  private final Change changes;
  private final AttributeSettings settings;
  private final Clock clock;

  BatchWrite(
      BatchStore store,
      SearchIndex index,
      DeviceTypes types,
      List<Retirement> retirements,
      Change changes,
      AttributeSettings settings,
      Clock clock) {
    this.store = store;
    this.index = index;
    this.types = types;
    this.retirements = retirements;
    this.changes = changes;
    this.settings = settings;
    this.clock = clock;
  }

  /** What became of each device; null where another request took its external id meanwhile. */
  @Transactional
  List<@Nullable BatchOutcome> put(List<BatchItem> devices, BatchMode mode, String actor) {
    // devices before types, as a single change locks them
    var standing =
        store.standing(
            devices.stream().map(BatchItem::externalId).toList(), mode.changesStanding());
    var held = held(devices);
    var steps =
        devices.stream()
            .map(device ->
                BatchStep.of(
                    device,
                    standing.get(device.externalId()),
                    held.get(device.device().deviceTypeId()),
                    mode.upsert(),
                    settings))
            .toList();
    return mode.dryRun()
        ? steps.stream().<@Nullable BatchOutcome>map(BatchWrite::foreseen).toList()
        : done(steps, mode.upsert(), actor);
  }

  private Map<UUID, HeldType> held(List<BatchItem> devices) {
    var held = new HashMap<UUID, HeldType>();
    types
        .hold(
            devices.stream().map(item -> item.device().deviceTypeId()).collect(Collectors.toSet()))
        .forEach((id, type) ->
            held.put(id, new HeldType(type.archived(), CompiledAttributes.of(type.attributes()))));
    return held;
  }

  private static BatchOutcome foreseen(BatchStep step) {
    return switch (step) {
      case BatchStep.Create create -> new BatchOutcome.Created(null);
      case BatchStep.Replace replace -> new BatchOutcome.Updated(replace.standing().id());
      case BatchStep.Settled settled -> settled.outcome();
    };
  }

  private List<@Nullable BatchOutcome> done(List<BatchStep> steps, boolean upsert, String actor) {
    var now = clock.instant();
    var tenant = TenantContext.required();
    var outcomes = new ArrayList<@Nullable BatchOutcome>();
    var created = new LinkedHashMap<Integer, DeviceRow>();
    var changed = new ArrayList<DeviceRow>();
    var audit = new ArrayList<DeviceAudit>();
    for (var step : steps) {
      switch (step) {
        case BatchStep.Create create -> {
          created.put(outcomes.size(), DeviceRow.first(create.id(), tenant, create.content(), now));
          outcomes.add(null);
        }
        case BatchStep.Replace replace -> {
          var row = replace.standing().next(replace.content(), now);
          changed.add(row);
          audit.add(replaced(replace, row, actor, now));
          outcomes.add(new BatchOutcome.Updated(row.id()));
        }
        case BatchStep.Settled settled -> outcomes.add(settled.outcome());
      }
    }
    var landed = new ArrayList<DeviceRow>();
    var ids = store.insert(List.copyOf(created.values()));
    created.forEach((at, row) -> {
      if (ids.contains(row.id())) {
        landed.add(row);
        audit.add(entry(row, DeviceAction.CREATED, actor, changes.creating(row.content()), now));
        outcomes.set(at, new BatchOutcome.Created(row.id()));
      } else if (!upsert) {
        outcomes.set(at, BatchOutcome.Refused.of(DeviceCheck.TAKEN));
      }
    });
    store.update(changed);
    index.add(landed);
    index.replace(changed);
    audit.addAll(retire(changed, now, actor));
    store.keep(audit);
    return outcomes;
  }

  /** Has all end that ends with the retired among the devices; what to note of it. */
  private List<DeviceAudit> retire(List<DeviceRow> changed, Instant now, String actor) {
    var retired =
        changed.stream()
            .filter(DeviceRow::retired)
            .collect(Collectors.toMap(DeviceRow::id, it -> it));
    if (retired.isEmpty()) {
      return List.of();
    }
    var ids = List.copyOf(retired.keySet());
    return retirements.stream()
        .flatMap(each -> each.retired(ids, now, actor).stream())
        .map(ended -> {
          var row = Objects.requireNonNull(retired.get(ended.deviceId()));
          return entry(row, ended.action(), actor, ended.patch(), now);
        })
        .toList();
  }

  private DeviceAudit replaced(
      BatchStep.Replace replace, DeviceRow row, String actor, Instant now) {
    return entry(
        row,
        row.retired() ? DeviceAction.RETIRED : DeviceAction.UPDATED,
        actor,
        changes.between(replace.standing().content(), replace.content()),
        now);
  }

  private static DeviceAudit entry(
      DeviceRow row, DeviceAction action, String actor, JsonNode patch, Instant now) {
    return new DeviceAudit(
        Ids.next(), row.tenantId(), row.id(), action, actor, row.revision(), patch, now);
  }
}
