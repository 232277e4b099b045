package io.sensormine.query.metric;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;

/** Lists what can be asked for. */
@Controller("/api/v1/metrics")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class MetricController {
  private static final int KEYS = 4;

  private final MetricCatalogue catalogue;

  MetricController(MetricCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Get("{?deviceTypeId,limit,cursor}")
  @Operation(
      summary = "List the fields that can be asked for, by name",
      description =
          "Those that the schema versions declare which device types follow now, and those seen"
              + " lately of types without a schema; one item for each name, type, unit and kind,"
              + " with the device types that have it. Roles: TENANT_ADMIN, OPERATOR, ANALYST,"
              + " PLATFORM_ADMIN.")
  Page<Metric> metrics(
      @Nullable @QueryValue UUID deviceTypeId,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = PageRequest.of(limit, cursor, KEYS);
    List<Metric> all = catalogue.metrics(deviceTypeId);
    return page.page(
        all.stream()
            .filter(
                metric -> page.first() || Metric.compare(metric.key().texts(), page.after()) > 0)
            .limit(page.rowsToRead())
            .toList(),
        metric -> metric.key().texts());
  }
}
