package io.sensormine.query;

import io.sensormine.kit.service.ServiceContext;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Starts query-api alone in this process. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "query-api",
            version = "1",
            description =
                "Metrics, raw readings, the latest values and events. For TENANT_ADMIN, OPERATOR and"
                    + " ANALYST; PLATFORM_ADMIN names a tenant by X-Tenant-Id."),
    security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(name = "bearer", type = SecuritySchemeType.HTTP, scheme = "bearer")
public final class Application {
  private Application() {}

  public static void main(String[] arguments) {
    ServiceContext.run("query-api");
  }
}
