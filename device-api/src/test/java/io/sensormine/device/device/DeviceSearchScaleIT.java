package io.sensormine.device.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every combination of filters on 100,000 devices: what is found, and by which plans. */
class DeviceSearchScaleIT {
  private static final UUID TENANT = UUID.fromString("aaaaaaaa-0000-7000-8000-000000000001");
  private static final String TYPE = "bbbbbbbb-0000-7000-8000-00000000000";
  private static final UUID MIDDLE = UUID.fromString("018bcfe5-6800-7000-8000-000000000000");

  /** A filter three ways: as a query, as criteria, and as plain SQL that no index serves. */
  private record Filter(String query, Consumer<DeviceCriteria> criteria, String plain) {}

  private static final List<List<Filter>> FILTERS =
      List.of(
          List.of(prefix("pump"), prefix("plant-07"), prefix("snA1")),
          List.of(type(0), type(2), type(4)),
          List.of(
              status(DeviceStatus.ACTIVE),
              status(DeviceStatus.MAINTENANCE),
              status(DeviceStatus.RETIRED)),
          List.of(tag("outdoor"), tag("leased"), tag("audited")),
          List.of(
              attribute("region", "region-7"),
              attribute("firmware", "1.3"),
              attribute("asset", "A77777")),
          List.of(box("5,47,16,56"), box("6,47.5,8,49"), box("6.2,47.7,6.35,47.8")));

  private static DeviceApi api;
  private static Http admin;

  private static Filter prefix(String prefix) {
    return new Filter(
        "q=" + prefix,
        criteria -> criteria.prefix(prefix),
        "(name ILIKE '%1$s%%' OR external_id ILIKE '%1$s%%' OR serial_number ILIKE '%1$s%%')"
            .formatted(prefix));
  }

  private static Filter type(int number) {
    return new Filter(
        "deviceTypeId=" + TYPE + number,
        criteria -> criteria.type(UUID.fromString(TYPE + number)),
        "device_type_id = '" + TYPE + number + "'");
  }

  private static Filter status(DeviceStatus status) {
    return new Filter(
        "status=" + status, criteria -> criteria.status(status), "status = '" + status + "'");
  }

  private static Filter tag(String tag) {
    return new Filter("tag=" + tag, criteria -> criteria.tag(tag), "tags @> ARRAY['" + tag + "']");
  }

  private static Filter attribute(String name, String value) {
    return new Filter(
        "attr." + name + "=" + value,
        criteria -> criteria.attribute(name, List.of(TextNode.valueOf(value))),
        "attributes ->> '%s' = '%s'".formatted(name, value));
  }

  private static Filter box(String text) {
    var box = Objects.requireNonNull(BoundingBox.ofQuery(text));
    return new Filter(
        "bbox=" + URLEncoder.encode(text, StandardCharsets.UTF_8),
        criteria -> criteria.box(box),
        "latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s"
            .formatted(box.south(), box.north(), box.west(), box.east()));
  }

  @BeforeAll
  static void start() throws SQLException, IOException {
    api = DeviceApi.start();
    admin = api.admin(TENANT);
    String sql;
    try (var file = DeviceSearchScaleIT.class.getResourceAsStream("many-devices.sql")) {
      sql = new String(file.readAllBytes(), StandardCharsets.UTF_8).formatted(TENANT);
    }
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL search_path = device");
      statement.execute(sql);
      connection.commit();
      connection.setAutoCommit(true);
      Deadline.within(
          Duration.ofMinutes(1), "every page visible to all", () -> allVisible(statement));
    }
  }

  /**
   * Vacuumed, and known to be. What ran before, as the server's own ANALYZE, may hold it back, and
   * the planner would prefer another index where it had to look into the table anyway.
   */
  private static boolean allVisible(Statement statement) {
    try {
      statement.execute("VACUUM ANALYZE device.devices, device.device_search");
      try (var row =
          statement.executeQuery(
              """
              SELECT bool_and(relallvisible = relpages) FROM pg_class
                WHERE oid IN ('device.devices'::regclass, 'device.device_search'::regclass)
              """)) {
        return row.next() && row.getBoolean(1);
      }
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  /** Each filter left out, or one of the three: of all 4⁶ but the one without any, some. */
  private static List<List<Filter>> combinations(int step) {
    return IntStream.range(1, 1 << (2 * FILTERS.size()))
        .filter(number -> number % step == 0)
        .mapToObj(number ->
            IntStream.range(0, FILTERS.size())
                .filter(filter -> (number >> (2 * filter) & 3) > 0)
                .mapToObj(filter -> FILTERS.get(filter).get((number >> (2 * filter) & 3) - 1))
                .toList())
        .toList();
  }

  private static DeviceCriteria criteria(List<Filter> filters) {
    var criteria = new DeviceCriteria();
    filters.forEach(filter -> filter.criteria().accept(criteria));
    return criteria;
  }

  @Test
  void usesAnIndexForEveryStatementOfEveryCombination() throws SQLException {
    try (var connection = asService()) {
      prepare(connection);
      for (var filters : combinations(5)) {
        var plan = new SearchPlan(criteria(filters));
        for (var statement :
            List.of(
                plan.sizes(MIDDLE), plan.step(SearchPlan.met(plan.sources(), MIDDLE), 5_000, 51))) {
          assertThat(explain(connection, statement))
              .as(queryOf(filters))
              .contains("Index")
              .doesNotContain("Seq Scan");
        }
      }
    }
  }

  @Test
  void walksEachSourceByTheIndexThatIsMadeForIt() throws SQLException {
    var type = UUID.fromString(TYPE + 4);
    var term = List.of("kind = 'TAG'", "name = ''", "value = 'outdoor'", "device_id >");
    var text = TextNode.valueOf("1.50");
    var number = DecimalNode.valueOf(new BigDecimal("1.5"));
    try (var connection = asService()) {
      prepare(connection);
      requireIndex(connection, new DeviceCriteria(), "uq_devices_tenant_id", List.of("id >"));
      requireIndex(
          connection,
          new DeviceCriteria().prefix("PUMP"),
          "pk_device_search",
          List.of("kind = 'TEXT'", "name = ''", "value >= 'pump'", "value < 'pump", "device_id >"));
      requireIndex(connection, new DeviceCriteria().tag("outdoor"), "pk_device_search", term);
      requireIndex(
          connection,
          new DeviceCriteria().attribute("firmware", List.of(TextNode.valueOf("1.3"))),
          "pk_device_search",
          List.of("kind = 'ATTRIBUTE'", "name = 'firmware'", "value = '1.3'", "device_id >"));
      requireIndex(
          connection,
          new DeviceCriteria().attribute("floor", List.of(text, number)),
          "pk_device_search",
          List.of("kind = 'ATTRIBUTE'", "name = 'floor'", "value = ANY", "device_id >"));
      // either serves so few
      requireIndex(
          connection,
          new DeviceCriteria().type(type),
          "ix_devices_type(?:_status)?",
          List.of("device_type_id =", "id >"));
      requireIndex(
          connection,
          new DeviceCriteria().status(DeviceStatus.RETIRED),
          "ix_devices_status",
          List.of("status =", "id >"));
      requireIndex(
          connection,
          new DeviceCriteria().type(type).status(DeviceStatus.RETIRED),
          "ix_devices_type_status",
          List.of("device_type_id =", "status =", "id >"));
      requireIndex(
          connection,
          new DeviceCriteria().externalIds(List.of("plant-00-7")),
          "uq_devices_external_id",
          List.of("external_id = ANY"));
    }
  }

  @Test
  void findsABoxByBandAndLongitude() throws SQLException {
    var range = List.of("latitude_band = ANY", "longitude >= '6.2'", "longitude <= '6.3'", "id >");
    var lowAndHigh =
        List.of("latitude_band = ANY", "latitude >= '47.7'", "latitude <= '47.8'", "id >");
    try (var connection = asService()) {
      prepare(connection);
      requireIndex(connection, box(-180, 47.7, 180, 47.8), "ix_devices_location", lowAndHigh);
      requireIndex(connection, box(6.2, -90, 6.3, 90), "ix_devices_location", range);
      requireIndex(connection, box(6.2, 47.7, 6.3, 47.8), "ix_devices_location", range);
      requireIndex(connection, box(6.2, 47.7, 6.3, 47.8), "ix_devices_location", lowAndHigh);
    }
  }

  @Test
  void findsABoxAcrossTheAntimeridianByTwoRanges() throws SQLException {
    try (var connection = asService()) {
      prepare(connection);
      for (var across : List.of(box(179.8, 47.7, -179.9, 47.8), box(179.8, -90, -179.9, 90))) {
        var source = new SearchPlan(across).sources().getLast();
        var plan = explain(connection, SearchPlan.walked(source, MIDDLE));
        var scans = scans(plan, "ix_devices_location");
        assertThat(scans).as(plan).hasSize(2);
        requireConditions(
            plan,
            scans.getFirst(),
            List.of("latitude_band = ANY", "longitude >= '179.8'", "longitude <= '180'", "id >"));
        requireConditions(
            plan,
            scans.getLast(),
            List.of("latitude_band = ANY", "longitude >= '-180'", "longitude <= '-179.9'", "id >"));
      }
    }
  }

  @Test
  void goesFromAttributeToAttributeByTheIndexWhateverIsKnownOfATenant() throws SQLException {
    var unknown = UUID.randomUUID();
    var client = api.admin(unknown);
    client
        .post(
            "/api/v1/devices",
            "{'externalId': 'a', 'name': 'n', 'deviceTypeId': '%s', 'attributes': {'a': 1, 'b': 2}}"
                .formatted(DeviceApi.makeType(client)))
        .expect(201);
    for (var tenant : List.of(TENANT, unknown)) {
      try (var connection = asService(tenant)) {
        prepare(connection);
        try (var statement = connection.createStatement()) {
          statement.execute(DeviceSearch.TO_WALK_NAMES);
        }
        // run, or it would not show what the recursion does
        var plan = explain(connection, Sql.of("ANALYZE " + DeviceSearch.ATTRIBUTE_NAMES, 100));
        var scans = scans(plan, "pk_device_search");
        assertThat(scans).as(plan).hasSize(2);
        assertThat(scans.getFirst()).as(plan).contains("(tenant_id = ", "(kind = 'ATTRIBUTE'");
        assertThat(scans.getLast())
            .as(plan)
            .contains("(tenant_id = ", "(kind = 'ATTRIBUTE'", "(name > ");
        // for each name it would sort all that are left
        assertThat(plan).doesNotContain("Sort");
      }
    }
  }

  private static DeviceCriteria box(double west, double south, double east, double north) {
    return new DeviceCriteria().box(new BoundingBox(west, south, east, north));
  }

  /**
   * Walking the criteria's last source begins with these conditions on that index, and is left with
   * none of them to check row by row.
   */
  private static void requireIndex(
      Connection connection, DeviceCriteria criteria, String index, List<String> conditions)
      throws SQLException {
    var source = new SearchPlan(criteria).sources().getLast();
    var plan = explain(connection, SearchPlan.walked(source, MIDDLE));
    var scans = scans(plan, index);
    assertThat(scans).as(plan).hasSize(1);
    requireConditions(plan, scans.getFirst(), conditions);
  }

  /** The conditions of a plan's scans of an index. */
  private static List<String> scans(String plan, String index) {
    return Pattern.compile("using %s on \\w+ \\w+ .*\\n\\s*Index Cond: (.*)".formatted(index))
        .matcher(plan)
        .results()
        .map(scan -> scan.group(1))
        .toList();
  }

  private static void requireConditions(String plan, String scan, List<String> conditions) {
    assertThat(scan).as(plan).contains("(tenant_id = ");
    for (var condition : conditions) {
      assertThat(scan).as(plan).contains("(" + condition);
      var column = condition.substring(0, condition.indexOf(' '));
      assertThat(plan.lines().filter(line -> line.strip().startsWith("Filter:")))
          .noneMatch(filter -> Pattern.compile("\\b" + column + "\\b").matcher(filter).find());
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.prepareStatement(SearchPlan.TO_SEARCH)) {
      statement.setString(1, "0");
      statement.execute();
    }
  }

  @Test
  void findsWhatAPlainScanFinds() throws SQLException {
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute("SET search_path = device");
      for (var filters : combinations(23)) {
        var condition = filters.stream().map(Filter::plain).collect(Collectors.joining(" AND "));
        var expected = new ArrayList<String>();
        try (var rows =
            statement.executeQuery(
                "SELECT external_id FROM devices WHERE " + condition + " ORDER BY id LIMIT 40")) {
          while (rows.next()) {
            expected.add(rows.getString(1));
          }
        }
        var query = queryOf(filters);
        var first = admin.get("/api/v1/devices?limit=20&" + query).expect(200).body();
        var found = new ArrayList<>(first.path("items").findValuesAsText("externalId"));
        if (!first.path("nextCursor").isNull()) {
          var second =
              admin.get(
                  "/api/v1/devices?limit=20&"
                      + query
                      + "&cursor="
                      + first.path("nextCursor").asText());
          found.addAll(second.expect(200).body().path("items").findValuesAsText("externalId"));
        }
        assertThat(found).as(query).isEqualTo(expected);
      }
    }
  }

  @Test
  void findsWhatComesLateAndWhatNeverMeets() {
    // all of plant 99 come last; every other one of them is outdoors, few have this firmware
    assertThat(externalIds("q=plant-99-&tag=outdoor&attr.firmware=1.7&limit=500"))
        .isNotEmpty()
        .allMatch(id -> id.startsWith("plant-99-"));
    // common each, and never together: the sources are met with one another
    assertThat(externalIds("attr.region=region-7&q=plant-0")).isEmpty();
    assertThat(externalIds("attr.floor=7&attr.mains=true&q=valve")).isEmpty();
    assertThat(externalIds("attr.floor=7&q=pump")).isEmpty();
    assertThat(externalIds("attr.floor=6.0&q=valve")).isNotEmpty();
  }

  private static List<String> externalIds(String query) {
    return admin
        .get("/api/v1/devices?" + query)
        .expect(200)
        .body()
        .path("items")
        .findValuesAsText("externalId");
  }

  private static String queryOf(List<Filter> filters) {
    return filters.stream().map(Filter::query).collect(Collectors.joining("&"));
  }

  private static Connection asService() throws SQLException {
    return asService(TENANT);
  }

  private static Connection asService(UUID tenant) throws SQLException {
    var connection = api.database.connect(DatabaseRole.DEVICE_APP);
    try (var statement =
        connection.prepareStatement("SELECT set_config('sensormine.tenant_id', ?, false)")) {
      statement.setString(1, tenant.toString());
      statement.execute();
    }
    return connection;
  }

  private static String explain(Connection connection, Sql sql) throws SQLException {
    try (var statement = connection.prepareStatement("EXPLAIN " + sql.text())) {
      sql.bind(statement);
      try (var rows = statement.executeQuery()) {
        var plan = new StringBuilder();
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
        return plan.toString();
      }
    }
  }
}
