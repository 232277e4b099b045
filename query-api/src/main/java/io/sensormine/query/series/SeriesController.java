package io.sensormine.query.series;

import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.device.DeviceSelector;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.time.Times;
import io.sensormine.query.format.Format;
import io.sensormine.query.format.LongTable;
import io.sensormine.query.format.TableAnswers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Series, for programs and for curl. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class SeriesController {
  private static final String IN_FORMATS =
      "By `Accept`: JSON, or a table of a row a point (time, the groups' keys, field, aggregate,"
          + " unit, value), whose `meta` is in the header `Sensormine-Meta`.";
  private static final Duration DEFAULT_RANGE = Duration.ofDays(1);

  private final SeriesRequests requests;
  private final SeriesQueries queries;
  private final TableAnswers tables;
  private final Clock clock;

  SeriesController(
      SeriesRequests requests, SeriesQueries queries, TableAnswers tables, Clock clock) {
    this.tables = tables;
    this.requests = requests;
    this.queries = queries;
    this.clock = clock;
  }

  @Post("/query/series")
  @Produces({Format.JSON_TYPE, Format.CSV_TYPE, Format.NDJSON_TYPE, Format.ARROW_TYPE})
  @Operation(
      summary = "Gathers readings of many devices and fields into buckets of time",
      description = IN_FORMATS)
  @ApiResponse(
      responseCode = "200",
      description = "The series",
      content = {
        @Content(
            mediaType = Format.JSON_TYPE,
            schema = @Schema(implementation = SeriesAnswer.class)),
        @Content(mediaType = Format.CSV_TYPE, schema = @Schema(type = "string")),
        @Content(mediaType = Format.NDJSON_TYPE, schema = @Schema(type = "string")),
        @Content(
            mediaType = Format.ARROW_TYPE,
            schema = @Schema(type = "string", format = "binary"))
      })
  HttpResponse<?> series(
      @Body @Valid SeriesRequest request, @Parameter(hidden = true) HttpRequest<?> http) {
    return answer(http, queries.answer(requests.read(request)));
  }

  @Get("/metrics/{field}{?deviceId,externalId,deviceTypeId,from,to,bucket,aggregate,timezone,unit}")
  @Produces({Format.JSON_TYPE, Format.CSV_TYPE, Format.NDJSON_TYPE, Format.ARROW_TYPE})
  @Operation(
      summary = "Gathers one field's readings into buckets of time",
      description =
          "Without `to` the range ends now; without `from` it is the day before its end. "
              + IN_FORMATS)
  @ApiResponse(
      responseCode = "200",
      description = "The series",
      content = {
        @Content(
            mediaType = Format.JSON_TYPE,
            schema = @Schema(implementation = SeriesAnswer.class)),
        @Content(mediaType = Format.CSV_TYPE, schema = @Schema(type = "string")),
        @Content(mediaType = Format.NDJSON_TYPE, schema = @Schema(type = "string")),
        @Content(
            mediaType = Format.ARROW_TYPE,
            schema = @Schema(type = "string", format = "binary"))
      })
  HttpResponse<?> metric(
      @PathVariable String field,
      @Nullable @QueryValue UUID deviceId,
      @Nullable @QueryValue String externalId,
      @Nullable @QueryValue UUID deviceTypeId,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue String bucket,
      @Nullable @QueryValue String aggregate,
      @Nullable @QueryValue String timezone,
      @Nullable @QueryValue String unit,
      @Parameter(hidden = true) HttpRequest<?> http) {
    var end = Optional.ofNullable(to).flatMap(Times::parse).orElseGet(clock::instant);
    var devices =
        new DeviceSelector(
            deviceId == null ? null : List.of(deviceId),
            externalId == null ? null : List.of(externalId),
            deviceTypeId,
            null,
            null);
    var query =
        requests.read(
            new SeriesRequest(
                devices,
                List.of(field),
                TextNode.valueOf(from == null ? end.minus(DEFAULT_RANGE).toString() : from),
                TextNode.valueOf(to == null ? end.toString() : to),
                bucket,
                timezone,
                aggregate == null ? null : List.of(aggregate),
                null,
                null,
                unit == null ? null : Map.of(field, unit),
                null));
    return answer(http, queries.answer(query));
  }

  private HttpResponse<?> answer(HttpRequest<?> request, SeriesAnswer answer) {
    var format = Format.accepted(request);
    return format == Format.JSON
        ? HttpResponse.ok(answer).contentType(Format.JSON_TYPE)
        : tables.answer(format, answer.meta(), LongTable.of(answer.series()));
  }
}
