package io.sensormine.query.raw;

import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Roles;
import io.sensormine.query.device.Devices;
import io.sensormine.query.format.Format;
import io.sensormine.query.format.TableAnswers;
import io.sensormine.query.telemetry.Refusals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A device's messages, page by page or a whole range at once. */
@Controller("/api/v1/query/raw")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class RawController {
  private static final int MAX_LIMIT = 10_000;

  private final Devices devices;
  private final RawStore store;
  private final RawExport export;
  private final TableAnswers answers;

  RawController(Devices devices, RawStore store, RawExport export, TableAnswers answers) {
    this.devices = devices;
    this.store = store;
    this.export = export;
    this.answers = answers;
  }

  /**
   * How a table came about.
   *
   * @param source always {@code raw}
   * @param truncated whether the range has more messages than the table, where there is a limit
   */
  @Introspected
  record RawMeta(String source, boolean truncated) {}

  /** A page, for the document. */
  @Introspected
  record RawMessages(List<RawMessage> items, @Nullable String nextCursor) {}

  @Get("{?deviceId,fields,from,to,order,limit,cursor}")
  @Produces({Format.JSON_TYPE, Format.CSV_TYPE, Format.NDJSON_TYPE, Format.ARROW_TYPE})
  @Operation(
      summary = "A device's messages as they are stored, in order of time",
      description =
          "By `Accept`. JSON is a page. The others are a table with a column a field: all of the"
              + " range, sent while it is read, or its first messages where there is a `limit`; they take"
              + " no `cursor`. What has a `limit` ends early where messages are large.")
  @ApiResponse(
      responseCode = "200",
      description = "A page, or a table",
      content = {
        @Content(
            mediaType = Format.JSON_TYPE,
            schema = @Schema(implementation = RawMessages.class)),
        @Content(mediaType = Format.CSV_TYPE, schema = @Schema(type = "string")),
        @Content(mediaType = Format.NDJSON_TYPE, schema = @Schema(type = "string")),
        @Content(
            mediaType = Format.ARROW_TYPE,
            schema = @Schema(type = "string", format = "binary"))
      })
  HttpResponse<?> raw(
      @QueryValue UUID deviceId,
      @Nullable @QueryValue List<String> fields,
      @QueryValue String from,
      @QueryValue String to,
      @Nullable @QueryValue String order,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor,
      @Parameter(hidden = true) HttpRequest<?> request) {
    var format = Format.accepted(request);
    var page = PageRequest.of(limit, cursor, 1, MAX_LIMIT);
    if (format != Format.JSON && cursor != null) {
      throw ProblemException.at(
          "/cursor",
          ProblemType.INVALID_PARAMETER,
          "Only JSON comes in pages; leave `cursor` out, and `limit` too for all of the range.");
    }
    var refusals = new Refusals();
    var start = refusals.time("/from", TextNode.valueOf(from));
    var end = refusals.time("/to", TextNode.valueOf(to));
    refusals.range(start, end);
    if (fields != null) {
      refusals.fields("/fields", fields);
    }
    refusals.check();
    var device =
        devices.select(new DeviceSelector(List.of(deviceId), null, null, null, null)).getFirst();
    var range =
        new RawRange(
            deviceId,
            fields,
            start.orElse(Instant.EPOCH),
            end.orElse(Instant.EPOCH),
            ascending(order));
    if (format != Format.JSON && limit == null) {
      var table = export.table(range, device.externalId(), format);
      return answers.answer(format, new RawMeta("raw", false), table);
    }
    var some = store.read(range, page.time(0), page.limit());
    var read =
        page.page(some.messages(), some.more(), message -> List.of(message.time().toString()));
    return format == Format.JSON
        ? HttpResponse.ok(read).contentType(Format.JSON_TYPE)
        : answers.answer(
            format,
            new RawMeta("raw", read.nextCursor() != null),
            RawPage.table(read.items(), device.externalId()));
  }

  private static boolean ascending(@Nullable String order) {
    if (order != null && !order.equals("asc") && !order.equals("desc")) {
      throw ProblemException.at(
          "/order", ProblemType.INVALID_PARAMETER, "order is asc (the default) or desc.");
    }
    return !"desc".equals(order);
  }
}
