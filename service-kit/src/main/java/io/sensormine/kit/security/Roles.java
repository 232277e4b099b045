package io.sensormine.kit.security;

/** The roles, as tokens carry them and operations name them. */
public final class Roles {
  /** Runs the platform: tenants, and through {@code X-Tenant-Id} everything. */
  public static final String PLATFORM_ADMIN = "PLATFORM_ADMIN";

  /** Everything of its tenant. */
  public static final String TENANT_ADMIN = "TENANT_ADMIN";

  /** Devices, credentials and dead letters; reads all but users and tokens. */
  public static final String OPERATOR = "OPERATOR";

  /** Reads the registry and device-api, and queries. */
  public static final String ANALYST = "ANALYST";

  /** One of our services, for the tenant that it names. */
  public static final String SERVICE = "SERVICE";

  /** A device's credential: sends its own telemetry and events. */
  public static final String DEVICE = "DEVICE";

  /** A gateway's credential: sends for all devices of its tenant. */
  public static final String GATEWAY = "GATEWAY";

  private Roles() {}
}
