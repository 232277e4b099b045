package io.sensormine.kit.http;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.core.util.SupplierUtil;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A service's OpenAPI document, made at compile time but for its roles, and a page to browse it.
 */
@Controller
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
final class DocumentController {
  private final ResourceResolver resources;
  private final Supplier<Optional<String>> document;

  DocumentController(
      ResourceResolver resources,
      DocumentedRoles roles,
      @Value("${micronaut.application.name}") String service) {
    this.resources = resources;
    var path = "classpath:META-INF/swagger/" + service + ".yml";
    this.document =
        SupplierUtil.memoized(
            () -> resources.getResourceAsStream(path).map(DocumentController::text).map(roles::in));
  }

  @Get("/openapi.yml")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<?> document() {
    return document
        .get()
        .<HttpResponse<?>>map(text ->
            HttpResponse.ok(text.getBytes(StandardCharsets.UTF_8))
                .contentType(MediaType.of("application/yaml")))
        .orElseGet(HttpResponse::notFound);
  }

  @Get("/docs")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<?> page() {
    return resources
        .getResourceAsStream("classpath:sensormine-docs/index.html")
        .<HttpResponse<?>>map(
            in -> HttpResponse.ok(new StreamedFile(in, MediaType.of(MediaType.TEXT_HTML))))
        .orElseGet(HttpResponse::notFound);
  }

  private static String text(InputStream in) {
    try (in) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
