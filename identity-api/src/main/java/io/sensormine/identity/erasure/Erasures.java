package io.sensormine.identity.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.ReadOnly;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.contracts.identity.Erasure;
import io.sensormine.contracts.identity.ErasureStatus;
import io.sensormine.contracts.identity.ErasureSubject;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ledger of erasures: files them, tells how far they are, and keeps their receipts. */
@Singleton
public class Erasures {
  /** Who has a part in the erasure of a device; device-api and ingestion-service keep such data. */
  private static final String PARTS_OF_DEVICE = "device-api ingestion-service";

  private static final String PARTS_OF_TENANT =
      "device-api identity-api ingestion-service schema-registry-api";

  private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

  private final ErasureRepository ledger;
  private final SecurityEvents events;
  private final ObjectMapper json;
  private final Clock clock;

  Erasures(ErasureRepository ledger, SecurityEvents events, ObjectMapper json, Clock clock) {
    this.ledger = ledger;
    this.events = events;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Files the erasure of a tenant, for no tenant and within the transaction that suspends it; where
   * one is pending, that one's receipt.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Erasure fileTenant(UUID tenantId, String requestedBy) {
    return file(null, ErasureSubject.TENANT, tenantId, requestedBy, PARTS_OF_TENANT);
  }

  /** Whether the erasure of a tenant is pending: then nothing brings it back. */
  public boolean isTenantPending(UUID tenantId) {
    return ledger.isTenantPending(tenantId);
  }

  /**
   * The tenants that were erased or are being erased, for good: an identity provider that signs in
   * their people knows nothing of it.
   */
  public List<UUID> erasedTenants() {
    return ledger.erasedTenants();
  }

  /** Files the erasure of a device of the tenant at hand; where one is pending, that receipt. */
  @Transactional
  Erasure fileDevice(UUID deviceId, String requestedBy) {
    return file(
        TenantContext.required(), ErasureSubject.DEVICE, deviceId, requestedBy, PARTS_OF_DEVICE);
  }

  private Erasure file(
      @Nullable UUID tenantId,
      ErasureSubject subject,
      UUID subjectId,
      String requestedBy,
      String services) {
    var id = Ids.next();
    var filed =
        ledger.file(
            id, tenantId, subject.name(), subjectId, requestedBy, clock.instant(), services);
    if (filed.equals(id)) {
      events.record(SecurityEventType.ERASURE_REQUESTED, requestedBy, subjectId, subject.name());
    }
    return receipt(filed).orElseThrow();
  }

  /** The receipt of an erasure of the tenant at hand or, where there is none, of the platform. */
  @ReadOnly
  Optional<Erasure> receipt(UUID id) {
    return ledger.findById(id).map(row -> receipts(List.of(row)).getFirst());
  }

  /** The same of many, youngest first. */
  @ReadOnly
  List<Erasure> receipts(UUID before, int limit) {
    return receipts(ledger.page(TenantContext.current().orElse(null), before, limit));
  }

  private List<Erasure> receipts(List<ErasureRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    var parts =
        ledger.parts(rows.stream().map(ErasureRow::id).toList()).stream()
            .collect(Collectors.groupingBy(PartRow::erasureId));
    return rows.stream().map(row -> receipt(row, parts.getOrDefault(row.id(), List.of()))).toList();
  }

  private Erasure receipt(ErasureRow row, List<PartRow> parts) {
    Function<PartRow, Erasure.Part> read =
        part -> new Erasure.Part(part.service(), part.completedAt(), counts(part.counts()));
    return new Erasure(
        row.id(),
        row.subject(),
        row.subjectId(),
        row.completedAt() == null ? ErasureStatus.PENDING : ErasureStatus.COMPLETED,
        row.requestedBy(),
        row.requestedAt(),
        row.completedAt(),
        parts.stream().map(read).toList());
  }

  private Map<String, Long> counts(String text) {
    try {
      return json.readValue(text, COUNTS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes a service's part; false where it has none in that erasure. */
  @Transactional
  boolean report(UUID id, String service, Map<String, Long> counts) {
    return ledger.report(
        id, service, json.valueToTree(counts).toString(), clock.instant(), Ids.next());
  }
}
