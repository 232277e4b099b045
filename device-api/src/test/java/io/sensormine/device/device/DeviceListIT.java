package io.sensormine.device.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeviceListIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final String DEVICES = "/api/v1/devices";
  private static DeviceApi api;
  private static Http admin;
  private static UUID pumps;
  private static UUID others;
  private static UUID first;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
    admin = api.admin(TENANT);
    pumps = DeviceApi.makeType(admin);
    others = DeviceApi.makeType(admin);
    first = make("P-1", "Ärger im Keller", pumps, "'serialNumber': 'SN100', 'tags': ['x', 'y']");
    make("p-2", "Pump two", pumps, "'attributes': {'site': 'north', 'n': 1.50}, 'tags': ['x']");
    make("q_3", "Other", others, "'attributes': {'site': 'North'}, 'status': 'INACTIVE'");
    make("q%4", "sn1", others, "'attributes': {'n': 1.5, 'on': true}, 'tags': ['X', 'a,b']");
    var elsewhere = api.admin(UUID.randomUUID());
    DeviceApi.makeDevice(elsewhere, DeviceApi.makeType(elsewhere), "P-1");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static UUID make(String externalId, String name, UUID type, String properties) {
    return admin
        .post(
            DEVICES,
            "{'externalId': '%s', 'name': '%s', 'deviceTypeId': '%s', %s}"
                .formatted(externalId, name, type, properties))
        .expect(201)
        .id();
  }

  private static List<String> list(String query) {
    return admin
        .get(DEVICES + query)
        .expect(200)
        .body()
        .path("items")
        .findValuesAsText("externalId");
  }

  private static List<String> select(String body) {
    return admin
        .post(DEVICES + "/select", body)
        .expect(200)
        .body()
        .path("items")
        .findValuesAsText("externalId");
  }

  @Test
  void findsByPrefixInAnyCase() {
    assertThat(list("")).containsExactly("P-1", "p-2", "q_3", "q%4");
    assertThat(list("?q=P")).containsExactly("P-1", "p-2");
    assertThat(list("?q=%C3%A4RGER")).containsExactly("P-1");
    assertThat(list("?q=sn1")).containsExactly("P-1", "q%4");
    assertThat(list("?q=keller")).isEmpty();
    // no pattern hides in it
    assertThat(list("?q=q_")).containsExactly("q_3");
    assertThat(list("?q=%25")).isEmpty();
    admin.get(DEVICES + "?q=%00").expect(400);
  }

  @Test
  void filtersByTypeStatusAndTags() {
    assertThat(list("?deviceTypeId=" + pumps)).containsExactly("P-1", "p-2");
    assertThat(list("?status=INACTIVE")).containsExactly("q_3");
    assertThat(list("?tag=x")).containsExactly("P-1", "p-2");
    assertThat(list("?tag=x&tag=y")).containsExactly("P-1");
    assertThat(list("?tag=X")).containsExactly("q%4");
    // a comma parts nothing
    assertThat(list("?tag=a,b")).containsExactly("q%4");
    assertThat(list("?tag=a,b&tag=X")).containsExactly("q%4");
    assertThat(list("?tag=x,y")).isEmpty();
    assertThat(list("?q=p&deviceTypeId=" + others)).isEmpty();
    admin.get(DEVICES + "?status=BROKEN").expect(400);
    admin.get(DEVICES + "?deviceTypeId=17").expect(400);
    admin.get(DEVICES + "?colour=red").expect(400);
  }

  @Test
  void filtersByWhatAttributesEqual() {
    assertThat(list("?attr.site=north")).containsExactly("p-2");
    assertThat(list("?attr.site=North")).containsExactly("q_3");
    assertThat(list("?attr.n=1.5")).containsExactly("p-2", "q%4");
    assertThat(list("?attr.n=1.500")).containsExactly("p-2", "q%4");
    assertThat(list("?attr.n=15e-1")).containsExactly("p-2", "q%4");
    assertThat(list("?attr.n=1.5&attr.on=true")).containsExactly("q%4");
    assertThat(list("?attr.n=1.5&attr.site=North")).isEmpty();
    assertThat(list("?attr.colour=red")).isEmpty();
    assertThat(list("?attr.site=%22north%22")).isEmpty();
    // beyond what an attribute can be, so that no device has it
    assertThat(list("?attr.n=1e999999999")).isEmpty();
    assertThat(list("?attr.n=-1e-999999999")).isEmpty();
    admin.post(DEVICES + "/select", "{'attributes': {'n': 1e999999999}}").expect(422);
    admin.get(DEVICES + "?attr.=north").expect(400);
    admin.get(DEVICES + "?attr.site=north&attr.site=south").expect(400);
    admin.get(DEVICES + "?attr.site=%00").expect(400);
    admin.get(DEVICES + "?attributes.site=north").expect(400);
  }

  @Test
  void takesTheTextsThatLookLikeNumbersForBoth() {
    var tenant = api.admin(UUID.randomUUID());
    var type = DeviceApi.makeType(tenant);
    for (var value : List.of("100", "'100'", "1e2", "'1e2'", "100.0", "true", "'true'")) {
      tenant
          .post(
              DEVICES,
              "{'externalId': '%s', 'name': 'n', 'deviceTypeId': '%s', 'attributes': {'a': %s}}"
                  .formatted(value.replace("'", "text "), type, value))
          .expect(201);
    }
    assertThat(externalIds(tenant, "?attr.a=100"))
        .containsExactly("100", "text 100text ", "1e2", "100.0");
    assertThat(externalIds(tenant, "?attr.a=1e2"))
        .containsExactly("100", "1e2", "text 1e2text ", "100.0");
    assertThat(externalIds(tenant, "?attr.a=true")).containsExactly("true", "text truetext ");
  }

  @Test
  void takesANumberThatNoComputerHoldsForText() {
    var tenant = api.admin(UUID.randomUUID());
    var type = DeviceApi.makeType(tenant);
    tenant
        .post(
            DEVICES,
            "{'externalId': 'a', 'name': 'n', 'deviceTypeId': '%s', 'attributes': {'eui': '12e4567890123456'}}"
                .formatted(type))
        .expect(201);
    assertThat(externalIds(tenant, "?attr.eui=12e4567890123456")).containsExactly("a");
    assertThat(externalIds(tenant, "?attr.eui=12e-4567890123456")).isEmpty();
    assertThat(tenant.get(DEVICES + "/export.csv?attr.eui=12e4567890123456").expect(200).text())
        .contains("\r\na,n," + type);
  }

  @Test
  void tellsLongValuesApartThatBeginAlike() {
    var tenant = api.admin(UUID.randomUUID());
    var type = DeviceApi.makeType(tenant);
    var long1 = "https://example.org/" + "\uD83D\uDE00".repeat(200);
    for (var end : List.of("1", "2")) {
      tenant
          .post(
              DEVICES,
              "{'externalId': '%s', 'name': 'n', 'deviceTypeId': '%s', 'attributes': {'url': '%s%s'}}"
                  .formatted(end, type, long1, end))
          .expect(201);
    }
    var query = "?attr.url=" + URLEncoder.encode(long1 + "2", StandardCharsets.UTF_8);
    assertThat(externalIds(tenant, query)).containsExactly("2");
  }

  @Test
  void givesUpASearchThatTakesTooLong() throws SQLException {
    try (var slow = DeviceApi.start(Map.of("SENSORMINE_DEVICE_SEARCH_STATEMENT_TIMEOUT", "300ms"));
        var connection = slow.database.adminConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // as good as an index that takes for ever
      statement.execute("LOCK TABLE device.device_search");
      var refused = slow.admin(TENANT).get(DEVICES + "?tag=x&q=y").expect(422);
      assertThat(refused.problem()).isEqualTo("over-budget");
      connection.rollback();
      slow.admin(TENANT).get(DEVICES + "?tag=x&q=y").expect(200);
    }
  }

  @Test
  void filtersByBoundingBox() {
    var tenant = api.admin(UUID.randomUUID());
    located(tenant, "52.5,13.4", "48.1,11.6", "-17.7,178.1", "-17.5,-179.9", "90,180");
    DeviceApi.makeDevice(tenant, DeviceApi.makeType(tenant), "nowhere");
    assertThat(externalIds(tenant, "?bbox=5.9,47.3,15,55.1"))
        .containsExactly("52.5,13.4", "48.1,11.6");
    // edges belong to it, and west greater than east crosses the antimeridian
    assertThat(externalIds(tenant, "?bbox=13.4,52.5,13.4,52.5")).containsExactly("52.5,13.4");
    assertThat(externalIds(tenant, "?bbox=178,-18,-179,-17"))
        .containsExactly("-17.7,178.1", "-17.5,-179.9");
    assertThat(externalIds(tenant, "?bbox=-180,-90,180,90")).hasSize(5);
    assertThat(externalIds(tenant, "?bbox=5.9,47.3,15,55.1&q=48")).containsExactly("48.1,11.6");
    // a box is sought by tenths of a degree, whose edges must fall where the database has them
    assertThat(externalIds(tenant, "?bbox=170,-17.7,179,-17.7")).containsExactly("-17.7,178.1");
    assertThat(externalIds(tenant, "?bbox=170,-17.69,179,-17.6")).isEmpty();
    assertThat(externalIds(tenant, "?bbox=-180,-17.9,180,-17.6")).containsExactly("-17.7,178.1");
    assertThat(externalIds(tenant, "?bbox=-180,-18.5,180,-17.71")).isEmpty();
    for (var wrong :
        List.of("1,2,3", "1,2,3,4,5", "a,2,3,4", "181,0,5,5", "0,5,1,4", "0,0,1,NaN", ",,,")) {
      var refused = admin.get(DEVICES + "?bbox=" + wrong).expect(400);
      assertThat(refused.body().at("/errors/0/path").asText()).isEqualTo("/bbox");
    }
  }

  @Test
  void findsWhatLiesSouthOfTheEquatorAndAtThePoles() {
    var tenant = api.admin(UUID.randomUUID());
    located(tenant, "-17.75,178", "-0.05,10", "0.05,10", "-90,0", "90,0");
    assertThat(externalIds(tenant, "?bbox=170,-17.76,179,-17.70")).containsExactly("-17.75,178");
    assertThat(externalIds(tenant, "?bbox=9,-0.06,11,-0.04")).containsExactly("-0.05,10");
    assertThat(externalIds(tenant, "?bbox=9,-0.06,11,0.06")).containsExactly("-0.05,10", "0.05,10");
    assertThat(externalIds(tenant, "?bbox=-1,-90,1,-90")).containsExactly("-90,0");
    assertThat(externalIds(tenant, "?bbox=-1,-90,1,-89.95")).containsExactly("-90,0");
    assertThat(externalIds(tenant, "?bbox=-1,90,1,90")).containsExactly("90,0");
  }

  @Test
  void takesBothSidesOfTheAntimeridianForOneMeridian() {
    var tenant = api.admin(UUID.randomUUID());
    located(tenant, "-15,-180", "-15,180", "-15,175", "-15,-175", "-15,0");
    var meridian = List.of("-15,-180", "-15,180");
    assertThat(externalIds(tenant, "?bbox=170,-20,180,-10"))
        .containsExactly("-15,-180", "-15,180", "-15,175");
    assertThat(externalIds(tenant, "?bbox=-180,-20,-170,-10"))
        .containsExactly("-15,-180", "-15,180", "-15,-175");
    assertThat(externalIds(tenant, "?bbox=170,-20,-170,-10"))
        .containsExactly("-15,-180", "-15,180", "-15,175", "-15,-175");
    assertThat(externalIds(tenant, "?bbox=180,-15,180,-15")).isEqualTo(meridian);
    assertThat(externalIds(tenant, "?bbox=-180,-15,-180,-15")).isEqualTo(meridian);
    assertThat(externalIds(tenant, "?bbox=180,-15,-180,-15")).isEqualTo(meridian);
    assertThat(externalIds(tenant, "?bbox=-180,-20,180,-10")).hasSize(5).doesNotHaveDuplicates();
    assertThat(externalIds(tenant, "?bbox=175,-15,-180,-15&q=-15")).hasSize(3);
    assertThat(externalIds(tenant, "?bbox=-10,-20,10,-10")).containsExactly("-15,0");
    assertThat(
            tenant
                .get(DEVICES + "/export.csv?bbox=170,-20,-170,-10")
                .expect(200)
                .text()
                .lines()
                .skip(1))
        .hasSize(4);
  }

  /** Makes devices that are called as they are located. */
  private static void located(Http tenant, String... places) {
    var type = DeviceApi.makeType(tenant);
    for (var place : places) {
      var degrees = place.split(",", -1);
      tenant
          .post(
              DEVICES,
              "{'externalId': '%s', 'name': 'n', 'deviceTypeId': '%s', 'location': {'latitude': %s, 'longitude': %s}}"
                  .formatted(place, type, degrees[0], degrees[1]))
          .expect(201);
    }
  }

  private static List<String> externalIds(Http tenant, String query) {
    return tenant
        .get(DEVICES + query)
        .expect(200)
        .body()
        .path("items")
        .findValuesAsText("externalId");
  }

  @Test
  void readsPageByPage() {
    var page = admin.get(DEVICES + "?limit=3").expect(200).body();
    assertThat(page.path("items")).hasSize(3);
    var rest = admin.get(DEVICES + "?limit=3&cursor=" + page.path("nextCursor").asText());
    assertThat(rest.expect(200).body().path("items").findValuesAsText("externalId"))
        .containsExactly("q%4");
    assertThat(rest.body().path("nextCursor").isNull()).isTrue();
    admin.get(DEVICES + "?cursor=nonsense").expect(400);
    admin.get(DEVICES + "?limit=501").expect(400);
  }

  @Test
  void findsADeviceOnceThatIsCalledTheSameInAllWays() {
    var tenant = api.admin(UUID.randomUUID());
    tenant
        .post(
            DEVICES,
            "{'externalId': 'Same', 'name': 'SAME', 'serialNumber': 'same', 'deviceTypeId': '%s', 'tags': ['T', 't']}"
                .formatted(DeviceApi.makeType(tenant)))
        .expect(201);
    assertThat(externalIds(tenant, "?q=sa")).containsExactly("Same");
    assertThat(externalIds(tenant, "?q=sa&tag=t&tag=T")).containsExactly("Same");
  }

  @Test
  void findsAChangedDeviceByWhatItIsNow() {
    var tenant = api.admin(UUID.randomUUID());
    var id = DeviceApi.makeDevice(tenant, DeviceApi.makeType(tenant), "old");
    tenant.patch(DEVICES + "/" + id, "{'externalId': 'new', 'tags': ['t']}").expect(200);
    assertThat(tenant.get(DEVICES + "?q=old").body().path("items")).isEmpty();
    assertThat(tenant.get(DEVICES + "?q=new&tag=t").body().path("items")).hasSize(1);
  }

  @Test
  void selectsByEachCriterionAndAllTogether() {
    assertThat(select("{'ids': ['%s', '%s']}".formatted(first, UUID.randomUUID())))
        .containsExactly("P-1");
    assertThat(select("{'externalIds': ['q_3', 'P-1', 'nobody']}")).containsExactly("P-1", "q_3");
    assertThat(select("{'deviceTypeId': '%s'}".formatted(pumps))).containsExactly("P-1", "p-2");
    assertThat(select("{'tags': ['x', 'y']}")).containsExactly("P-1");
    assertThat(select("{'attributes': {'site': 'north'}}")).containsExactly("p-2");
    assertThat(select("{'attributes': {'n': 1.5}}")).containsExactly("p-2", "q%4");
    assertThat(select("{'attributes': {'on': true}}")).containsExactly("q%4");
    assertThat(select("{'attributes': {'on': 'true'}}")).isEmpty();
    assertThat(select("{'tags': ['x'], 'attributes': {'n': 1.5}}")).containsExactly("p-2");
    assertThat(select("{'ids': []}")).isEmpty();
    assertThat(select("{'externalIds': ['P-1'], 'deviceTypeId': '%s'}".formatted(others)))
        .isEmpty();
  }

  @Test
  void selectsTheFirstSoMany() {
    var path = DEVICES + "/select";
    var all = "{'deviceTypeId': '%s'}".formatted(pumps);
    var items = admin.post(path + "?limit=1", all).expect(200).body().path("items");
    assertThat(items.findValuesAsText("externalId")).containsExactly("P-1");
    assertThat(admin.post(path + "?limit=100000", all).expect(200).body().path("items")).hasSize(2);
    for (var limit : List.of("0", "100001", "x")) {
      assertThat(admin.post(path + "?limit=" + limit, all).expect(400).problem())
          .isEqualTo("invalid-parameter");
    }
  }

  @Test
  void tellsOfASelectedDeviceWhatServicesNeed() {
    var item =
        api.service(TENANT)
            .post(DEVICES + "/select", "{'externalIds': ['p-2']}")
            .expect(200)
            .body()
            .at("/items/0");
    assertThat(item.path("deviceTypeId").asText()).isEqualTo(pumps.toString());
    assertThat(item.path("status").asText()).isEqualTo("ACTIVE");
    assertThat(item.at("/attributes/site").asText()).isEqualTo("north");
    assertThat(item.path("tags").toString()).isEqualTo("[\"x\"]");
  }

  @Test
  void refusesASelectionThatSaysNothing() {
    var path = DEVICES + "/select";
    admin.post(path, "{}").expect(422);
    admin.post(path, "{'tags': []}").expect(422);
    admin.post(path, "{'attributes': {'a': {}}}").expect(422);
    admin.post(path, "{'colour': 'red'}").expect(422);
    admin.post(path, "{'ids': ['17']}").expect(400);
    admin.post(path, "{").expect(400);
    api.as(TENANT, Roles.ANALYST).post(path, "{'ids': []}").expect(200);
    api.as(TENANT, Roles.DEVICE).post(path, "{'ids': []}").expect(403);
    api.service.anonymous().post(path, "{'ids': []}").expect(401);
    api.service.http(api.identity.serviceToken()).post(path, "{'ids': []}").expect(400);
    assertThat(
            api.service(UUID.randomUUID())
                .post(path, "{'ids': ['%s']}".formatted(first))
                .body()
                .path("items"))
        .isEmpty();
  }
}
