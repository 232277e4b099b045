package io.sensormine.registry;

import io.sensormine.kit.service.ServiceContext;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Runs schema-registry-api. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Sensormine schema registry",
            version = "1",
            description =
                "Named contracts with immutable versions. Errors are RFC 9457 problems"
                    + " (`application/problem+json`). A platform admin or a service names the tenant by"
                    + " `X-Tenant-Id`; for anyone else it comes from the token.",
            license = @License(name = "Apache-2.0")),
    security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
    name = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "A user's JWT, an API token (`smt_…`) or a service's token")
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    ServiceContext.run("schema-registry-api");
  }
}
