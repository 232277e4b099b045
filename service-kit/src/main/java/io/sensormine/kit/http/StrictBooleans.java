package io.sensormine.kit.http;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.convert.TypeConverter;
import io.micronaut.http.annotation.QueryValue;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Takes {@code true} and {@code false} for a query parameter that is either, and refuses (400) any
 * other text, where the framework would take most for false. Settings are read by the same
 * conversion service: they, and all that is no query parameter, are left to the framework.
 */
@Singleton
final class StrictBooleans implements TypeConverter<CharSequence, Boolean> {

  @Override
  public Optional<Boolean> convert(
      CharSequence text, Class<Boolean> type, ConversionContext context) {
    if (!(context instanceof ArgumentConversionContext<?> argument)
        || !argument.getArgument().isAnnotationPresent(QueryValue.class)) {
      // the shared service holds the framework's converters only, so not this one
      return ConversionService.SHARED.convert(text, type, context);
    }
    return switch (text.toString()) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> {
        var name = argument.getArgument().getName();
        context.reject(
            text,
            ProblemException.at(
                "/" + name, ProblemType.INVALID_PARAMETER, name + " is true or false."));
        yield Optional.empty();
      }
    };
  }
}
