package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceSelectionOperations;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.attribute.AttributeValues;
import io.sensormine.device.audit.AuditEntry;
import io.sensormine.device.type.DeviceTypes;
import io.sensormine.kit.http.ParameterFamily;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.text.PlainText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceListController implements DeviceSelectionOperations {
  private static final int MAX_SELECTED = 100_000;

  private final Devices devices;
  private final DeviceSearch search;
  private final DeviceFilter filter;
  private final DeviceAuditRepository audit;
  private final DeviceTypes types;

  DeviceListController(
      Devices devices,
      DeviceSearch search,
      DeviceFilter filter,
      DeviceAuditRepository audit,
      DeviceTypes types) {
    this.types = types;
    this.devices = devices;
    this.search = search;
    this.filter = filter;
    this.audit = audit;
  }

  @Get("/api/v1/devices")
  @ParameterFamily(DeviceFilter.ATTRIBUTE)
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List the devices, oldest first",
      description =
          DeviceFilter.DESCRIPTION + " Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<Device> list(
      @Nullable @QueryValue String q,
      @Nullable @QueryValue UUID deviceTypeId,
      @Nullable @QueryValue DeviceStatus status,
      @Nullable @QueryValue List<String> tag,
      @Nullable @QueryValue String bbox,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor,
      @Parameter(hidden = true) HttpRequest<?> request) {
    var page = Pages.of(limit, cursor);
    var criteria = filter.criteria(q, deviceTypeId, status, bbox, request.getParameters());
    return page.page(
        search.page(criteria, Pages.after(page), page.rowsToRead()),
        device -> List.of(device.id().toString()));
  }

  @Override
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN, Roles.SERVICE})
  @Operation(
      summary = "Read the devices that meet all the given criteria, in order of id",
      description =
          "At least one criterion. More than 100,000 devices: 422 `over-budget`. Roles:"
              + " TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN, SERVICE.")
  public DeviceSelection select(@Body @Valid DeviceSelector selector) {
    var found = search.find(criteria(selector), Pages.BEFORE_ALL, MAX_SELECTED + 1);
    if (found.size() > MAX_SELECTED) {
      throw ProblemException.of(
          ProblemType.OVER_BUDGET,
          "That selects more than %,d devices; narrow it down.".formatted(MAX_SELECTED));
    }
    return new DeviceSelection(
        found.stream().map(DeviceListController::item).toList(),
        types.ofSelection(found.stream().map(DeviceRow::deviceTypeId).collect(Collectors.toSet())));
  }

  @Get("/api/v1/devices/{id}/audit-log")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List who changed what of a device, newest first",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<AuditEntry> auditLog(
      @PathVariable UUID id,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var before = Pages.before(page);
    devices.requireKnown(id);
    return page.page(
        audit.page(id, before, page.rowsToRead()).stream().map(DeviceAudit::entry).toList(),
        entry -> List.of(entry.id().toString()));
  }

  private static DeviceCriteria criteria(DeviceSelector selector) {
    var tags = selector.tags() == null ? List.<String>of() : selector.tags();
    Map<String, JsonNode> attributes =
        selector.attributes() == null ? Map.of() : selector.attributes();
    if (selector.ids() == null
        && selector.externalIds() == null
        && selector.deviceTypeId() == null
        && tags.isEmpty()
        && attributes.isEmpty()) {
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          "Give at least one of ids, externalIds, deviceTypeId, tags, attributes.");
    }
    var criteria = new DeviceCriteria();
    if (selector.ids() != null) {
      criteria.ids(selector.ids());
    }
    if (selector.externalIds() != null) {
      // what cannot be an external id names no device
      criteria.externalIds(selector.externalIds().stream().filter(PlainText::isLine).toList());
    }
    if (selector.deviceTypeId() != null) {
      criteria.type(selector.deviceTypeId());
    }
    for (int i = 0; i < tags.size(); i++) {
      requirePlain("/tags/" + i, tags.get(i));
      criteria.tag(tags.get(i));
    }
    attributes.forEach((name, value) -> {
      var path = Violation.pointer("attributes", name);
      requirePlain(path, name);
      if (!value.isValueNode() || value.isNull()) {
        throw ProblemException.at(
            path, ProblemType.INVALID_REQUEST, "An attribute equals text, a number or a boolean.");
      }
      if (value.isNumber() && !AttributeValues.isStorable(value.decimalValue())) {
        throw ProblemException.at(
            path, ProblemType.INVALID_REQUEST, "This number is beyond what an attribute can be.");
      }
      requirePlain(path, value.asText());
      criteria.attribute(name, List.of(value));
    });
    return criteria;
  }

  private static void requirePlain(String path, String text) {
    if (!PlainText.isLine(text)) {
      throw ProblemException.at(
          path, ProblemType.INVALID_REQUEST, "Text has no control characters or noncharacters.");
    }
  }

  private static DeviceSelection.Item item(DeviceRow row) {
    return new DeviceSelection.Item(
        row.id(),
        row.externalId(),
        row.name(),
        row.deviceTypeId(),
        row.status(),
        row.tags(),
        row.attributes());
  }
}
