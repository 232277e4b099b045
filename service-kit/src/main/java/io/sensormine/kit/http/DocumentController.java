package io.sensormine.kit.http;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;

/** A service's OpenAPI document, made at compile time, and a page to browse it. */
@Controller
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
final class DocumentController {
  private final ResourceResolver resources;
  private final String service;

  DocumentController(
      ResourceResolver resources, @Value("${micronaut.application.name}") String service) {
    this.resources = resources;
    this.service = service;
  }

  @Get("/openapi.yml")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<?> document() {
    return file("classpath:META-INF/swagger/" + service + ".yml", "application/yaml");
  }

  @Get("/docs")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<?> page() {
    return file("classpath:sensormine-docs/index.html", MediaType.TEXT_HTML);
  }

  private HttpResponse<?> file(String path, String type) {
    return resources
        .getResourceAsStream(path)
        .<HttpResponse<?>>map(in -> HttpResponse.ok(new StreamedFile(in, MediaType.of(type))))
        .orElseGet(HttpResponse::notFound);
  }
}
