package io.sensormine.ingestion.store;

/**
 * Keeps a writer within its tenants. Columnstore excludes row-level security, so every statement
 * that touches a row already there carries the predicate that is built here, and nowhere else.
 */
final class TenantPredicate {
  private TenantPredicate() {}

  /**
   * For an upsert: the row that is there belongs to the tenant of the row that comes.
   *
   * @param stored the alias of the table written to
   */
  static String sameTenant(String stored) {
    return stored + ".tenant_id = excluded.tenant_id";
  }
}
