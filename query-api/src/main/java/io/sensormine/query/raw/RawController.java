package io.sensormine.query.raw;

import com.fasterxml.jackson.databind.node.TextNode;
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
import io.sensormine.query.telemetry.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A device's messages, page by page. */
@Controller("/api/v1/query/raw")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class RawController {
  private static final int MAX_LIMIT = 10_000;

  private final Devices devices;
  private final RawStore store;

  RawController(Devices devices, RawStore store) {
    this.devices = devices;
    this.store = store;
  }

  @Get("{?deviceId,fields,from,to,order,limit,cursor}")
  @Operation(summary = "A device's messages as they are stored, in order of time")
  Page<RawMessage> raw(
      @QueryValue UUID deviceId,
      @Nullable @QueryValue List<String> fields,
      @QueryValue String from,
      @QueryValue String to,
      @Nullable @QueryValue String order,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = PageRequest.of(limit, cursor, 1, MAX_LIMIT);
    var refusals = new Refusals();
    var start = refusals.time("/from", TextNode.valueOf(from));
    var end = refusals.time("/to", TextNode.valueOf(to));
    refusals.range(start, end);
    if (fields != null) {
      refusals.fields("/fields", fields);
    }
    refusals.check();
    devices.select(new DeviceSelector(List.of(deviceId), null, null, null, null));
    var range =
        new RawStore.Range(
            deviceId,
            fields,
            start.orElse(Instant.EPOCH),
            end.orElse(Instant.EPOCH),
            ascending(order),
            after(page));
    return page.page(
        store.read(range, page.rowsToRead()), message -> List.of(message.time().toString()));
  }

  private static boolean ascending(@Nullable String order) {
    if (order != null && !order.equals("asc") && !order.equals("desc")) {
      throw ProblemException.at(
          "/order", ProblemType.INVALID_PARAMETER, "order is asc (the default) or desc.");
    }
    return !"desc".equals(order);
  }

  private static @Nullable Instant after(PageRequest page) {
    return page.key(0, null, Instant::parse);
  }
}
