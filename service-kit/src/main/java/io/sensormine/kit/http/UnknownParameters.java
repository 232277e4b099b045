package io.sensormine.kit.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Refuses a query parameter that the operation does not declare, so that a misspelt filter is not
 * taken for none. An operation with parameters of a family ({@code attr.<name>}) says so by {@link
 * ParameterFamily}.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class UnknownParameters implements Ordered {

  /** After what is tried for another tenant is on record, refused or not. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after() + 25;
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    if (request.getUri().getRawQuery() == null || !ApiPaths.hold(request)) {
      return;
    }
    RouteAttributes.getRouteMatch(request)
        .filter(MethodBasedRouteMatch.class::isInstance)
        .map(MethodBasedRouteMatch.class::cast)
        .ifPresent(route -> check(request, route));
  }

  private static void check(HttpRequest<?> request, MethodBasedRouteMatch<?, ?> route) {
    List<String> known =
        Arrays.<Argument<?>>stream(route.getArguments())
            .filter(argument -> argument.isAnnotationPresent(QueryValue.class))
            .map(UnknownParameters::name)
            .toList();
    String[] families = route.getAnnotationMetadata().stringValues(ParameterFamily.class);
    for (String name : request.getParameters().names()) {
      if (!known.contains(name) && Arrays.stream(families).noneMatch(name::startsWith)) {
        throw ProblemException.at(
            "/" + name,
            ProblemType.UNKNOWN_PARAMETER,
            "There is no query parameter `%s` here; known are %s."
                .formatted(name, known.stream().sorted().collect(Collectors.joining(", "))));
      }
    }
  }

  private static String name(Argument<?> argument) {
    return argument
        .getAnnotationMetadata()
        .stringValue(QueryValue.class)
        .filter(name -> !name.isEmpty())
        .orElse(argument.getName());
  }
}
