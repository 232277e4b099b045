package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document says who may call what as the routes do, and leaves the rest alone. */
class DocumentTest {
  private static final StandInIdentity IDENTITY = StandInIdentity.start();
  private static RunningService service;
  private static String document;

  @BeforeAll
  static void start() {
    service = RunningService.start("probe", IDENTITY.environment());
    document = service.anonymous().get("/openapi.yml").expect(200).text();
  }

  @AfterAll
  static void stop() {
    service.close();
    IDENTITY.close();
  }

  @Test
  void saysTheRolesOfEachRouteWhateverWasWritten() {
    assertThat(operation("/api/v1/things", "post").get("x-roles"))
        .hasToString("[\"PLATFORM_ADMIN\",\"TENANT_ADMIN\"]");
    assertThat(operation("/api/v1/things/{id}", "get").get("x-roles"))
        .hasToString("[\"PLATFORM_ADMIN\",\"SERVICE\",\"TENANT_ADMIN\"]");
  }

  @Test
  void saysThemToPeopleWhereTheDescriptionDoesNot() {
    assertThat(operation("/api/v1/things", "post").get("description"))
        .hasToString("\"Roles: PLATFORM_ADMIN, TENANT_ADMIN.\"");
    assertThat(operation("/api/v1/things/{id}", "get").get("description"))
        .hasToString("\"One of them. Roles: those of the thing.\"");
  }

  @Test
  void saysWhatIsOpenToEveryone() {
    assertThat(operation("/docs", "get")).hasToString("{\"summary\":\"The page\",\"security\":[]}");
  }

  @Test
  void saysNothingOfWhatHasNoRoute() {
    assertThat(operation("/nowhere", "get")).hasToString("{\"summary\":\"No route\"}");
  }

  @Test
  void leavesTheRestAsItIs() {
    assertThat(document)
        .startsWith("openapi: 3.1.0\n")
        .contains("summary: \"Make a thing: any\"\n")
        .contains("\"200\":\n          description: ein Ding – gemacht\n")
        .contains("description: since 2026-01-31T09:15:00Z\n");
  }

  private static JsonNode operation(String path, String method) {
    Map<String, Object> read = new Yaml().load(document);
    return new ObjectMapper().valueToTree(read).path("paths").path(path).path(method);
  }
}
