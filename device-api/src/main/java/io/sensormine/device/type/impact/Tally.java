package io.sensormine.device.type.impact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Counts the devices that meet claims. Not thread-safe. */
final class Tally {
  private final List<Claim> claims;
  private final long[] met;
  private long affected;

  Tally(List<Claim> claims) {
    this.claims = List.copyOf(claims);
    this.met = new long[claims.size()];
  }

  /** Counts in some devices that have the same attributes. */
  void add(JsonNode attributes, long devices) {
    boolean broken = false;
    for (int i = 0; i < met.length; i++) {
      var claim = claims.get(i);
      if (claim.met().test(attributes)) {
        met[i] += devices;
        broken |= claim.breaks(devices);
      }
    }
    if (broken) {
      affected += devices;
    }
  }

  /** How many devices meet a claim that breaks something, each counted once. */
  long affected() {
    return affected;
  }

  /** What there is to say of the claims. */
  void report(List<Effect> breaking, List<Effect> warnings) {
    for (int i = 0; i < met.length; i++) {
      var claim = claims.get(i);
      if (!claim.isSilent(met[i])) {
        (claim.breaks(met[i]) ? breaking : warnings)
            .add(Effect.of(claim.path(), claim.kind(), claim.message().apply(met[i]), met[i]));
      }
    }
  }
}
