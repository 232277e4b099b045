package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CsvIT {
  private static final String DEVICES = "/api/v1/devices";
  private static final String IMPORT = DEVICES + "/import";
  private static final String ATTRIBUTES =
      """
      , 'attributes': [
        {'name': 'site', 'type': 'text', 'required': true},
        {'name': 'floor', 'type': 'integer', 'min': 0, 'max': 9},
        {'name': 'on', 'type': 'boolean'}]
      """;
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;
  private UUID type;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    type = DeviceApi.makeType(admin, ATTRIBUTES);
  }

  private static Http.Answer send(Http client, String query, String csv) {
    return client.send(
        "POST", IMPORT + query, csv.getBytes(StandardCharsets.UTF_8), "text/csv; charset=utf-8");
  }

  private JsonNode load(String query, String csv) {
    return send(admin, query, csv).expect(200).body();
  }

  private static List<String> errors(JsonNode answer) {
    var errors = new ArrayList<String>();
    for (var result : answer.path("results")) {
      for (var error : result.path("errors")) {
        errors.add(
            result.path("line").asInt()
                + " "
                + error.path("path").asText()
                + " "
                + error.path("code").asText());
      }
    }
    return errors;
  }

  @Test
  void importsRowsWithTheLinesWhereTheyStart() {
    var answer =
        load(
            "?deviceTypeId=" + type,
            "\uFEFFname,externalId,attr.site,attr.floor,attr.on,tags,latitude,longitude,altitude,status,deviceTypeId\r\n"
                + "\"Pump, \"\"big\"\"\", p 1 ,007,3,true,a;b\\;c,52.5,-13.25,,INACTIVE,\r\n"
                + "\r\n"
                + "\"broken\nname\",p2,x,,,,,,,,\n"
                + "Ä😀,p3,\"\"\"\"\"\",,,,,,,,"
                + type
                + "\n");
    assertThat(answer.path("created").asInt()).isEqualTo(2);
    assertThat(answer.path("results").findValuesAsText("line")).containsExactly("2", "4", "6");
    assertThat(answer.path("results").findValuesAsText("index")).containsExactly("0", "1", "2");
    assertThat(errors(answer)).containsExactly("4 /name pattern");
    var pump = admin.get(DEVICES + "/" + answer.at("/results/0/id").asText()).expect(200).body();
    assertThat(pump.path("name").asText()).isEqualTo("Pump, \"big\"");
    assertThat(pump.path("externalId").asText()).isEqualTo(" p 1 ");
    assertThat(pump.path("attributes").toString())
        .contains("\"site\":\"007\"", "\"floor\":3", "\"on\":true");
    assertThat(pump.path("tags").toString()).isEqualTo("[\"a\",\"b;c\"]");
    assertThat(pump.at("/location/longitude").asDouble()).isEqualTo(-13.25);
    assertThat(pump.at("/location/altitude").isNull()).isTrue();
    assertThat(pump.path("status").asText()).isEqualTo("INACTIVE");
    var third = admin.get(DEVICES + "/by-external-id/p3").expect(200).body();
    assertThat(third.path("name").asText()).isEqualTo("Ä😀");
    assertThat(third.at("/attributes/site").isTextual()).isTrue();
    assertThat(third.at("/attributes/site").asText()).isEmpty();
    assertThat(third.path("location").isNull()).isTrue();
  }

  @Test
  void letsARowFailAloneAtItsColumn() {
    var head =
        "externalId,name,deviceTypeId,attr.site,attr.floor,attr.on,latitude,longitude,status,tags,attr.x\n";
    var rows =
        """
        a,a,T,s,,,,,,,
        b,b,T,s,ten,yes,,,,,
        c,c,T,s,,,x,y,,,
        d,d,T,,,,5,,,,
        e,e,17,s,,,,,,,
        f,f,,s,,,,,,,
        g,,T,s,,,,,,,
        h,h,T,s,,,,,BROKEN,,
        i,i,T,s,,,,,,a;;b,
        j,j,T,s,,,,,,a\\b,
        k,k,T
        l,l,T,s,,,,,,,,
        m,m,T,s,,,,,,,1
        a,again,T,s,,,,,,,
        ,n,T,s,,,,,,,
        o,o,T,,,,91,0,,,
        p,p,T,s,1e9999999999,,1e400,0,,,
        q,q,T,s,1e9999999999,,,,,,
        z,z,T,s,,,,,,,
        """;
    var answer = load("", head + rows.replace("T", type.toString()));
    assertThat(errors(answer))
        .containsExactlyInAnyOrder(
            "3 /attr.floor wrong-type",
            "3 /attr.on wrong-type",
            "4 /latitude wrong-type",
            "4 /longitude wrong-type",
            "5 /longitude not-null",
            "6 /deviceTypeId malformed-id",
            "7 /deviceTypeId not-null",
            "8 /name not-blank",
            "9 /status not-an-option",
            "10 /tags not-blank",
            "11 /tags invalid-escape",
            "12  column-count",
            "13  column-count",
            "14 /attr.x unknown-attribute",
            "15 /externalId name-taken",
            "16 /externalId not-blank",
            "17 /latitude decimal-max",
            "18 /latitude decimal-max",
            "18 /latitude decimal-min",
            "19 /attr.floor wrong-type");
    assertThat(answer.at("/results/13/errors/0/message").asText()).contains("line 2");
    assertThat(answer.path("created").asInt()).isEqualTo(2);
  }

  @Test
  void refusesAFileThatCannotBeReadAsAWhole() {
    var head = "externalId,name,deviceTypeId,attr.site\n";
    var row = "a,a," + type + ",s\n";
    refused(head + row + "b,\"b", 400, "/3");
    refused(head + row + "b,\"b\"x," + type + ",s\n", 400, "/3");
    refused(head + row + "b,b\"x," + type + ",s\n", 400, "/3");
    refused("externalId,name\na,a\n", 422, "/deviceTypeId");
    refused("externalId,name,deviceTypeId,colour\n" + row, 422, "/colour");
    refused("externalId,name,deviceTypeId,name\n" + row, 422, "/name");
    refused(
        "externalId;name;deviceTypeId\na;a;" + type + "\n", 422, "/externalId;name;deviceTypeId");
    send(admin, "", "").expect(422);
    refused(head.strip() + ",".repeat(16_384) + "\n" + row, 400, "/1");
    refused(head + row + "b" + ",".repeat(16_384) + "\n", 400, "/3");
    var bytes = (head + row + "b,\u00E4," + type + ",s\n").getBytes(StandardCharsets.ISO_8859_1);
    var notUtf8 = admin.send("POST", IMPORT, bytes, "text/csv").expect(400);
    assertThat(notUtf8.body().at("/errors/0/path").asText()).isEqualTo("/3");
    admin.send("POST", IMPORT, bytes, "text/csv; charset=ISO-8859-1").expect(415);
    admin.send("POST", IMPORT, bytes, "application/json").expect(415);
    var many = new StringBuilder(head).append(row);
    for (int i = 0; i < 10_000; i++) {
      many.append("x,x,,\n");
    }
    send(admin, "", many.toString()).expect(422);
    assertThat(admin.get(DEVICES).body().path("items")).isEmpty();
    send(admin, "?upsert=1", head).expect(400);
    send(admin, "?deviceTypeId=17", head).expect(400);
    send(admin, "?colour=red", head).expect(400);
    assertThat(load("", head).path("results")).isEmpty();
  }

  private void refused(String csv, int status, String path) {
    var answer = send(admin, "", csv).expect(status);
    assertThat(answer.body().at("/errors").findValuesAsText("path")).as(csv).contains(path);
  }

  @Test
  void answers413ForAFileOverTheServersLimit() throws Exception {
    var csv = "externalId,name,deviceTypeId\n" + "x".repeat(100).concat("\n").repeat(110_000);
    assertThat(send(admin, "", csv).expect(413).problem()).isEqualTo("too-large");
    // where the length is not said, the rows are too many before the bytes are
    assertThat(chunked(csv)).isIn(413, 422);
    assertThat(chunked("externalId,name,deviceTypeId\n\"" + "x\n".repeat(6_000_000)))
        .isEqualTo(413);
    load("", "externalId,name,deviceTypeId\n");
  }

  /** The status for a body whose length is not said. */
  private int chunked(String text) throws Exception {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create(api.service.url() + IMPORT))
            .header("Authorization", "Bearer " + api.identity.token(tenant, Roles.OPERATOR))
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }

  @Test
  void givesATemplateThatImports() {
    var path = "/api/v1/device-types/" + type + "/import-template.csv";
    var answer = admin.get(path).expect(200);
    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    assertThat(answer.text())
        .isEqualTo(
            "externalId,name,deviceTypeId,serialNumber,status,tags,latitude,longitude,altitude,"
                + "attr.site,attr.floor,attr.on\r\n");
    var row = "a,a," + type + ",,,,,,,s,,\r\n";
    assertThat(load("", answer.text() + row).path("created").asInt()).isEqualTo(1);
    admin.get("/api/v1/device-types/" + UUID.randomUUID() + "/import-template.csv").expect(404);
    admin.get("/api/v1/device-types/17/import-template.csv").expect(400);
    api.admin(UUID.randomUUID()).get(path).expect(404);
    api.as(tenant, Roles.ANALYST).get(path).expect(200);
    api.as(tenant, Roles.DEVICE).get(path).expect(403);
    api.service.anonymous().get(path).expect(401);
  }

  @Test
  void letsEachRoleDoItsOwn() {
    var csv = "externalId,name,deviceTypeId,attr.site\n" + "a,a," + type + ",s\n";
    send(api.as(tenant, Roles.ANALYST), "", csv).expect(403);
    send(api.service(tenant), "", csv).expect(403);
    send(api.service.anonymous(), "", csv).expect(401);
    send(api.as(tenant, Roles.OPERATOR), "", csv).expect(200);
    assertThat(errors(load("", csv))).containsExactly("2 /externalId name-taken");
    var other = send(api.admin(UUID.randomUUID()), "?upsert=true", csv).expect(200).body();
    assertThat(errors(other)).containsExactly("2 /deviceTypeId unknown-reference");
  }
}
