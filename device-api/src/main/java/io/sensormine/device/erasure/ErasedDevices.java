package io.sensormine.device.erasure;

import io.sensormine.contracts.identity.ErasureSubject;
import io.sensormine.contracts.identity.PendingErasure;
import io.sensormine.kit.erasure.ErasedData;
import io.sensormine.kit.erasure.ErasureChunks;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * A device with its credentials and audit log; of a tenant all devices, gateways and types.
 * Ingestion refuses what it cannot find here, so a device goes at once.
 */
@Singleton
final class ErasedDevices implements ErasedData {
  /** What points at something goes before it. */
  private static final List<String> OF_DEVICE =
      List.of("device_search", "device_credentials", "device_audit_logs", "devices");

  private static final List<String> OF_TENANT =
      List.of(
          "gateway_credential_audit_logs",
          "device_search",
          "device_credentials",
          "device_audit_logs",
          "devices",
          "device_type_audit_logs",
          "device_type_versions",
          "device_types");

  @Override
  public boolean erase(PendingErasure erasure, ErasureChunks chunks) {
    var ofDevice = erasure.subject() == ErasureSubject.DEVICE;
    var device = ofDevice ? erasure.subjectId() : null;
    var tables = ofDevice ? OF_DEVICE : OF_TENANT;
    return tables.stream()
        .allMatch(table ->
            chunks.all(
                "SELECT erase(?, ?, CAST(? AS uuid), ?, ?)",
                erasure.id(),
                erasure.tenantId(),
                device,
                table));
  }
}
