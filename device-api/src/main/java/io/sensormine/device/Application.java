package io.sensormine.device;

import io.sensormine.kit.service.ServiceContext;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Runs device-api by itself. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Sensormine device-api",
            version = "v1",
            description = "Device types, devices, and the credentials by which they send."),
    security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
    name = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT",
    description = "A user's or a service's JWT, or an API token (`smt_…`).")
final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    ServiceContext.run("device-api");
  }
}
