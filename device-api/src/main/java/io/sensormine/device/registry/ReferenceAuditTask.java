package io.sensormine.device.registry;

import io.micronaut.http.client.exceptions.ContentLengthExceededException;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Translation;
import io.sensormine.kit.recurring.Recurring;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits the references of all tenants from time to time, beside whatever the service does. A
 * tenant that cannot be audited is left out and counted; where the registry or the database is away
 * the run ends, and leaves the numbers of the one before.
 */
@Singleton
final class ReferenceAuditTask implements Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceAuditTask.class);
  private static final int TENANTS = 1_000;
  private static final Set<ProblemType> AWAY =
      Set.of(ProblemType.DEPENDENCY_UNAVAILABLE, ProblemType.DATABASE_UNAVAILABLE);

  private final ReferenceAudit audit;
  private final TypeReferenceRepository types;
  private final ReferenceAuditMeters meters;
  private final Translation translation;
  private final ReferenceAuditSettings settings;
  private final Clock clock;
  private volatile boolean stopping;

  ReferenceAuditTask(
      ReferenceAudit audit,
      TypeReferenceRepository types,
      ReferenceAuditMeters meters,
      Translation translation,
      ReferenceAuditSettings settings,
      Clock clock) {
    this.audit = audit;
    this.types = types;
    this.meters = meters;
    this.translation = translation;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Duration firstAfter() {
    return settings.initialDelay();
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public boolean isInterruptible() {
    return true;
  }

  @Override
  public void run() {
    var run = new Run();
    try {
      var tenants = types.tenants(Pages.BEFORE_ALL, TENANTS);
      while (!tenants.isEmpty() && !stopping) {
        tenants.forEach(run::audit);
        tenants = types.tenants(tenants.getLast(), TENANTS);
      }
      if (!stopping) {
        run.tell();
      }
    } catch (RuntimeException away) {
      if (!stopping) {
        LOG.warn("The audit of references did not go through: {}", away.toString());
      }
    }
  }

  /** What one run has found so far. */
  private final class Run {
    private final Map<ReferenceFinding.Kind, Long> counts =
        new EnumMap<>(ReferenceFinding.Kind.class);
    private int failed;
    private String failure = "";

    void audit(UUID tenant) {
      try {
        count(tenant).forEach((kind, count) -> counts.merge(kind, count, Long::sum));
      } catch (RuntimeException e) {
        if (isAway(e)) {
          throw e;
        }
        failed++;
        failure = tenant + ": " + e;
      }
    }

    void tell() {
      meters.found(counts, failed, clock.instant());
      if (failed > 0) {
        LOG.warn("The references of {} tenants could not be audited; {}", failed, failure);
      }
    }
  }

  /** Whether no other tenant would fare better. */
  private boolean isAway(RuntimeException error) {
    // an answer that is too long is that tenant's
    return !(error instanceof ContentLengthExceededException)
        && AWAY.contains(translation.problem(error).type());
  }

  private Map<ReferenceFinding.Kind, Long> count(UUID tenant) {
    var counts = new EnumMap<ReferenceFinding.Kind, Long>(ReferenceFinding.Kind.class);
    var from = Optional.of(Pages.BEFORE_ALL);
    while (from.isPresent() && !stopping) {
      var start = from.get();
      var batch = TenantContext.in(tenant, () -> audit.from(start));
      for (var finding : batch.findings()) {
        counts.merge(finding.kind(), 1L, Long::sum);
      }
      from = batch.next();
    }
    return counts;
  }
}
