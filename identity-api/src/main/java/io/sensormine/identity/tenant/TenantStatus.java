package io.sensormine.identity.tenant;

/** Whether a tenant's logins, tokens and ingestion work. */
public enum TenantStatus {
  ACTIVE,
  SUSPENDED
}
