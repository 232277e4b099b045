package io.sensormine.kit.standing;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.OpenToEveryone;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.standing.Standing.Verdict;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Refuses (401), before any role is looked at, whoever may act no more; what is open to everyone
 * stays open to them, such as a refresh that is sent together with the token that was ended.
 * Services are not asked about: they belong to no tenant and their tokens live for minutes.
 */
@Singleton
final class StandingRule implements SecurityRule<HttpRequest<?>> {
  private final Standing standing;
  private final Scheduler blocking;

  StandingRule(Standing standing, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
    this.standing = standing;
    this.blocking = Schedulers.fromExecutorService(blocking);
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public Publisher<SecurityRuleResult> check(
      @io.micronaut.core.annotation.Nullable HttpRequest<?> request,
      @io.micronaut.core.annotation.Nullable Authentication authentication) {
    if (authentication == null
        || authentication.getRoles().contains(Roles.SERVICE)
        || (request != null && OpenToEveryone.is(request))) {
      return Mono.just(SecurityRuleResult.UNKNOWN);
    }
    var bearer = Bearer.of(authentication);
    var known = standing.peek(bearer);
    return known != null
        ? result(known)
        : Mono.fromCallable(() -> standing.judge(bearer))
            .subscribeOn(blocking)
            .flatMap(StandingRule::result);
  }

  private static Mono<SecurityRuleResult> result(Verdict verdict) {
    return switch (verdict) {
      case STANDS -> Mono.just(SecurityRuleResult.UNKNOWN);
      case SUSPENDED ->
          refused("Your tenant is suspended; only a platform admin can let it work again.");
      case ENDED -> refused("This token was ended before its time; refresh it or sign in again.");
      case UNKNOWN_TENANT -> refused("There is no tenant of the id that this token names.");
    };
  }

  private static Mono<SecurityRuleResult> refused(String why) {
    return Mono.error(ProblemException.of(ProblemType.UNAUTHENTICATED, why));
  }
}
