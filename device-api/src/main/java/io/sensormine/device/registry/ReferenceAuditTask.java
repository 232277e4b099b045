package io.sensormine.device.registry;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audits the references of all tenants from time to time, beside whatever the service does. A run
 * that does not go through leaves the numbers of the one before.
 */
@Singleton
final class ReferenceAuditTask implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceAuditTask.class);
  private static final int TENANTS = 1_000;

  private final ReferenceAudit audit;
  private final TypeReferenceRepository types;
  private final ReferenceAuditMeters meters;
  private final ReferenceAuditSettings settings;
  private final TaskScheduler scheduler;
  private final Clock clock;
  private volatile boolean stopping;
  private volatile @Nullable ScheduledFuture<?> task;

  ReferenceAuditTask(
      ReferenceAudit audit,
      TypeReferenceRepository types,
      ReferenceAuditMeters meters,
      ReferenceAuditSettings settings,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler,
      Clock clock) {
    this.audit = audit;
    this.types = types;
    this.meters = meters;
    this.settings = settings;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent event) {
    task =
        scheduler.scheduleWithFixedDelay(settings.initialDelay(), settings.interval(), this::run);
  }

  @PreDestroy
  void stop() {
    stopping = true;
    var running = task;
    if (running != null) {
      running.cancel(true);
    }
  }

  private void run() {
    var counts = new EnumMap<ReferenceFinding.Kind, Long>(ReferenceFinding.Kind.class);
    try {
      var tenants = types.tenants(ReferenceAudit.START, TENANTS);
      while (!tenants.isEmpty() && !stopping) {
        for (var tenant : tenants) {
          count(tenant, counts);
        }
        tenants = types.tenants(tenants.getLast(), TENANTS);
      }
      if (!stopping) {
        meters.found(counts, clock.instant());
      }
    } catch (RuntimeException away) {
      if (!stopping) {
        LOG.warn("The audit of references did not go through: {}", away.toString());
      }
    }
  }

  private void count(UUID tenant, Map<ReferenceFinding.Kind, Long> counts) {
    var from = Optional.of(ReferenceAudit.START);
    while (from.isPresent() && !stopping) {
      var start = from.get();
      var batch = TenantContext.in(tenant, () -> audit.from(start));
      for (var finding : batch.findings()) {
        counts.merge(finding.kind(), 1L, Long::sum);
      }
      from = batch.next();
    }
  }
}
