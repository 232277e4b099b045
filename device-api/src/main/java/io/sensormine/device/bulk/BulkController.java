package io.sensormine.device.bulk;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.device.device.BatchMode;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.UUID;

/** Many devices in one request. */
@Controller("/api/v1/devices")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
class BulkController {
  private final BulkWrite bulk;
  private final DeviceReading reading;
  private final CsvImport csv;
  private final HttpServerConfiguration server;

  BulkController(
      BulkWrite bulk, DeviceReading reading, CsvImport csv, HttpServerConfiguration server) {
    this.bulk = bulk;
    this.reading = reading;
    this.csv = csv;
    this.server = server;
  }

  @Post("/bulk")
  @Status(HttpStatus.OK)
  @Operation(
      summary = "Create, or replace, many devices",
      description =
          "Each is checked and stored by itself, up to 10,000 a request; `results` has one of each"
              + " in their order. With `upsert` a device of a known external id is replaced as by"
              + " PUT. `dryRun` stores nothing. Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  BulkAnswer write(@Body @Valid BulkRequest request, Authentication authentication) {
    var devices = request.devices();
    if (!devices.isArray()) {
      throw ProblemException.at(
          "/devices", ProblemType.INVALID_REQUEST, "`devices` is an array of devices.");
    }
    bulk.requireRoom(devices.size(), "/devices");
    var rows = new ArrayList<BulkRow>(devices.size());
    for (var device : devices) {
      rows.add(reading.row(rows.size(), device));
    }
    return bulk.write(
        rows, mode(request.upsert(), request.dryRun()), Caller.of(authentication).subject());
  }

  @Post("/import")
  @Consumes("text/csv")
  @Status(HttpStatus.OK)
  @Operation(
      summary = "Create, or replace, the devices of a CSV file",
      description =
          "UTF-8, commas, a header: externalId, name, deviceTypeId, serialNumber, status, tags,"
              + " latitude, longitude, altitude and attr.<name>, in any order. `deviceTypeId` is for"
              + " the rows that name none. The answer is that of the JSON bulk, each result with the"
              + " line where its row starts. Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  @RequestBody(content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  BulkAnswer importCsv(
      ServerHttpRequest<?> request,
      @Nullable @QueryValue Boolean upsert,
      @Nullable @QueryValue Boolean dryRun,
      @Nullable @QueryValue UUID deviceTypeId,
      Authentication authentication)
      throws IOException {
    requireUtf8(request);
    var mode = mode(upsert, dryRun);
    // closing it lets the server read on what nobody asks for, so that the client hears the answer
    try (var in = stream(request)) {
      return csv.run(in, deviceTypeId, mode, Caller.of(authentication).subject());
    }
  }

  private static BatchMode mode(@Nullable Boolean upsert, @Nullable Boolean dryRun) {
    return new BatchMode(Boolean.TRUE.equals(upsert), Boolean.TRUE.equals(dryRun));
  }

  private static void requireUtf8(ServerHttpRequest<?> request) {
    var charset = request.getContentType().flatMap(type -> type.getParameters().get("charset"));
    if (charset.isPresent() && !isUtf8(charset.get())) {
      throw ProblemException.of(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "A CSV file is taken in UTF-8 only; save it so, or leave the charset out of "
              + HttpHeaders.CONTENT_TYPE
              + ".");
    }
  }

  private static boolean isUtf8(String name) {
    try {
      return Charset.forName(name).equals(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  /** The body as it arrives. */
  private InputStream stream(ServerHttpRequest<?> request) {
    var body = request.byteBody();
    if (request.getContentLength() > server.getMaxRequestSize()) {
      // a stream of it fails, and then nobody reads what the client still sends; a buffer does
      body.buffer().join();
    }
    return body.toInputStream();
  }
}
