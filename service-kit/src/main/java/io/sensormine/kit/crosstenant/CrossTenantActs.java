package io.sensormine.kit.crosstenant;

import io.sensormine.contracts.identity.CrossTenantAct;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;

/** The log of those who act for a tenant that is not their own. Thread-safe. */
public interface CrossTenantActs {
  /**
   * Puts an act on record, before it is done; false where there is no such tenant. May block; 503
   * where it cannot be put on record, 409 where it would write for a tenant that is being erased.
   */
  boolean record(CrossTenantAct act);

  /** The refusal to write for a tenant that is being erased. */
  static ProblemException beingErased() {
    return ProblemException.of(
        ProblemType.CONFLICT,
        "This tenant is being erased; nothing is written for it any more. Nothing was done.");
  }
}
