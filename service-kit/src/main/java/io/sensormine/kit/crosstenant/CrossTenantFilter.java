package io.sensormine.kit.crosstenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.web.router.RouteAttributes;
import io.sensormine.contracts.identity.CrossTenantAct;
import io.sensormine.kit.http.ApiPaths;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.sensormine.kit.tenant.TenantContext;
import io.sensormine.kit.tenant.TenantFilter;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Puts on record what is done for a tenant by those who name it. What a platform admin does is on
 * record before it is done, or not done at all; the same read again within a minute is not told
 * again. What services do is their work: told once an hour for a service and a tenant, on the side.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CrossTenantFilter implements Ordered {
  private static final Duration SAME_READ = Duration.ofMinutes(1);
  private static final Duration SAME_ROUTINE = Duration.ofHours(1);
  private static final int MAX_REMEMBERED = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(CrossTenantFilter.class);

  private final CrossTenantActs acts;
  private final ExecutorService blocking;
  private final Scheduler scheduler;
  private final Cache<CrossTenantAct, Boolean> reads = remembering(SAME_READ);
  private final Cache<Routine, Boolean> routines = remembering(SAME_ROUTINE);

  private record Routine(String service, UUID tenantId) {}

  CrossTenantFilter(CrossTenantActs acts, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.acts = acts;
    this.blocking = blocking;
    this.scheduler = Schedulers.fromExecutorService(blocking);
  }

  private static <K> Cache<K, Boolean> remembering(Duration forSoLong) {
    return Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(forSoLong).build();
  }

  /** After the tenant is settled. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after() + 20;
  }

  @RequestFilter
  Publisher<HttpRequest<?>> note(
      HttpRequest<?> request,
      @io.micronaut.core.annotation.Nullable Authentication authentication) {
    var tenantId = TenantContext.current().orElse(null);
    if (authentication == null
        || tenantId == null
        || !request.getHeaders().contains(TenantFilter.HEADER)) {
      return Mono.just(request);
    }
    var route = RouteAttributes.getRouteMatch(request).orElse(null);
    if (route == null || !ApiPaths.hold(request)) {
      return Mono.just(request);
    }
    var isRoutine = authentication.getRoles().contains(Roles.SERVICE);
    var act =
        new CrossTenantAct(
            tenantId,
            authentication.getName(),
            request.getMethodName(),
            request.getPath(),
            isRoutine);
    if (isRoutine) {
      if (!route.getAnnotationMetadata().hasStereotype(AnyTenant.class)) {
        noteRoutine(act);
      }
      return Mono.just(request);
    }
    var isRead = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
    if (isRead && reads.getIfPresent(act) != null) {
      return Mono.just(request);
    }
    return Mono.<HttpRequest<?>>fromCallable(
            () -> {
              if (!acts.record(act)) {
                throw ProblemException.notFound("tenant");
              }
              if (isRead) {
                reads.put(act, true);
              }
              return request;
            })
        .subscribeOn(scheduler);
  }

  @SuppressWarnings("IllegalCatch") // the work goes on; the next request tries again
  private void noteRoutine(CrossTenantAct act) {
    var routine = new Routine(act.actor(), act.tenantId());
    if (routines.asMap().putIfAbsent(routine, true) != null) {
      return;
    }
    blocking.execute(() -> {
      try {
        acts.record(act);
      } catch (RuntimeException away) {
        routines.invalidate(routine);
        LOG.debug("{} for {} is not on record yet", act.actor(), act.tenantId(), away);
      }
    });
  }
}
