package io.sensormine.ingestion.store;

/**
 * Keeps a writer within its tenants. Columnstore excludes row-level security, so every statement
 * that touches a row already there carries a predicate that is built here, and nowhere else.
 */
public final class TenantPredicate {
  private TenantPredicate() {}

  /**
   * For an upsert: the row that is there belongs to the tenant of the row that comes.
   *
   * @param stored the alias of the table written to
   */
  static String sameTenant(String stored) {
    return sameTenant(stored, "excluded");
  }

  /** For a join: the row that is there belongs to the tenant of the row that names it. */
  static String sameTenant(String stored, String naming) {
    return "%s.tenant_id = %s.tenant_id".formatted(stored, naming);
  }

  /**
   * For reading: the row belongs to the tenant that the connection was handed out for, as the views
   * of the reader have it; without one there is none.
   *
   * @param stored the alias of the table read
   */
  public static String atHand(String stored) {
    return stored + ".tenant_id = nullif(current_setting('sensormine.tenant_id', true), '')::uuid";
  }
}
