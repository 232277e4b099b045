package io.sensormine.kit.crosstenant;

import io.sensormine.contracts.identity.CrossTenantAct;

/** The log of those who act for a tenant that is not their own. Thread-safe. */
public interface CrossTenantActs {
  /**
   * Puts an act on record, before it is done; false where there is no such tenant. May block; 503
   * where it cannot be put on record.
   */
  boolean record(CrossTenantAct act);
}
