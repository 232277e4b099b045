package io.sensormine.ingestion;

import io.sensormine.kit.service.ServiceContext;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Starts ingestion-service alone in this process. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "ingestion-service",
            version = "1",
            description =
                "Takes telemetry and answers once it is committed. DEVICE is the role of a"
                    + " device's credential, GATEWAY that of a gateway's."),
    security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
    name = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description =
        "A device's or a gateway's credential (`smd_…`); for the rest a user's JWT or an API token"
            + " (`smt_…`).")
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    ServiceContext.run("ingestion-service");
  }
}
