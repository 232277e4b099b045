package io.sensormine.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import org.junit.jupiter.api.Test;

class DocumentIT {
  @Test
  void describesEveryOperationWithItsRoles() {
    var document = IdentityUnderTest.shared().anonymous().get("/openapi.yml").expect(200).text();
    assertThat(document).startsWith("openapi: 3.1").contains("scheme: bearer");
    for (var path :
        new String[] {
          "/.well-known/jwks.json:",
          "/api/v1/auth/login:",
          "/api/v1/auth/refresh:",
          "/api/v1/auth/logout:",
          "/api/v1/me:",
          "/api/v1/tenants:",
          "/api/v1/tenants/{id}:",
          "/api/v1/users:",
          "/api/v1/users/{id}:",
          "/api/v1/platform-admins:",
          "/api/v1/platform-admins/{id}:",
          "/api/v1/api-tokens:",
          "/api/v1/api-tokens/{id}:",
          "/api/v1/security-events:",
          "/api/v1/signing-keys:",
          "/api/v1/signing-keys/rotate:",
          "/api/v1/signing-keys/{id}/retire:",
          "/api/v1/internal/service-tokens:",
          "/api/v1/internal/api-tokens/verify:",
          "/api/v1/internal/tenants/suspended:",
          "/api/v1/internal/tenants/{id}/existence:"
        }) {
      assertThat(document).contains(path);
    }
    var operations =
        document.lines().filter(line -> line.strip().startsWith("operationId:")).count();
    var described =
        document
            .lines()
            .filter(line -> line.matches(" +description: \"?(Roles:|Open to everyone).*"))
            .count();
    assertThat(described).isEqualTo(operations);
  }
}
