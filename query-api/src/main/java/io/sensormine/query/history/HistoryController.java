package io.sensormine.query.history;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Roles;
import io.sensormine.query.device.Devices;
import io.sensormine.query.history.HistoryStore.AfterEvent;
import io.sensormine.query.history.HistoryStore.EventFilter;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Lists events and changes of status. */
@Controller("/api/v1/query")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class HistoryController {
  private static final Set<String> SEVERITIES = Set.of("INFO", "WARNING", "ERROR", "CRITICAL");
  private static final UUID NONE = new UUID(0, 0);
  private static final String ROLES = " Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.";

  private final Devices devices;
  private final HistoryStore store;

  HistoryController(Devices devices, HistoryStore store) {
    this.devices = devices;
    this.store = store;
  }

  @Get("/events{?deviceId,externalId,type,severity,from,to,order,limit,cursor}")
  @Operation(
      summary = "List events, newest first",
      description =
          "Of all devices, or of the one that `deviceId` or `externalId` names (unknown: 422"
              + " `unknown-device`). `type` is exact; `severity` is any of INFO, WARNING, ERROR,"
              + " CRITICAL, several with commas between them. `from` (inclusive) and `to`"
              + " (exclusive) are times of the events; `order` is desc (the default) or asc."
              + ROLES)
  Page<Event> events(
      @Nullable @QueryValue UUID deviceId,
      @Nullable @QueryValue String externalId,
      @Nullable @QueryValue String type,
      @Nullable @QueryValue List<String> severity,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue String order,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = PageRequest.of(limit, cursor, 3);
    var range = HistoryRange.of(from, to, order);
    requireEventType(type);
    requireSeverities(severity);
    var after = after(page);
    var device = device(deviceId, externalId);
    return page.page(
        store.events(new EventFilter(device, type, severity), range, after, page.rowsToRead()),
        Event::keys);
  }

  @Get("/status-history{?deviceId,from,to,order,limit,cursor}")
  @Operation(
      summary = "List when a device became ONLINE or OFFLINE, and why, newest first",
      description =
          "It is so until the next change. `from` (inclusive) and `to` (exclusive) are times of"
              + " changes; `order` is desc (the default) or asc. An unknown device: 422"
              + " `unknown-device`."
              + ROLES)
  Page<StatusChange> statusHistory(
      @QueryValue UUID deviceId,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue String order,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = PageRequest.of(limit, cursor, 1);
    var range = HistoryRange.of(from, to, order);
    var after = page.time(0);
    var id = devices.one(deviceId).id();
    return page.page(
        store.changes(id, range, after, page.rowsToRead()),
        change -> List.of(change.time().toString()));
  }

  /** The one device that both name; null where neither is given. */
  private @Nullable UUID device(@Nullable UUID deviceId, @Nullable String externalId) {
    if (externalId == null) {
      return deviceId == null ? null : devices.one(deviceId).id();
    }
    var named = devices.select(DeviceSelector.byExternalIds(List.of(externalId))).getFirst().id();
    if (deviceId != null && !devices.one(deviceId).id().equals(named)) {
      throw ProblemException.at(
          "/externalId",
          ProblemType.INVALID_PARAMETER,
          "deviceId and externalId name different devices; one of them is enough.");
    }
    return named;
  }

  private static @Nullable AfterEvent after(PageRequest page) {
    var time = page.time(0);
    return time == null
        ? null
        : new AfterEvent(
            time, page.key(1, NONE, UUID::fromString), page.key(2, NONE, UUID::fromString));
  }

  private static void requireEventType(@Nullable String type) {
    if (type != null && type.indexOf('\0') >= 0) {
      throw ProblemException.at(
          "/type", ProblemType.INVALID_PARAMETER, "No event can have this type.");
    }
  }

  private static void requireSeverities(@Nullable List<String> severities) {
    if (severities != null && !SEVERITIES.containsAll(severities)) {
      throw ProblemException.at(
          "/severity",
          ProblemType.INVALID_PARAMETER,
          "severity is INFO, WARNING, ERROR or CRITICAL, or several of them with commas.");
    }
  }
}
