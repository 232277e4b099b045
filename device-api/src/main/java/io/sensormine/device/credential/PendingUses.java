package io.sensormine.device.credential;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Uses of credentials that wait to be written, one entry a credential. Thread-safe. */
final class PendingUses {
  private final int max;
  private Map<UUID, CredentialUse> uses = new HashMap<>();

  /**
   * @param max how many credentials it holds
   */
  PendingUses(int max) {
    this.max = max;
  }

  /** Adds a use; false where it is full and the credential not in it. */
  synchronized boolean add(CredentialUse use) {
    if (uses.size() >= max && !uses.containsKey(use.id())) {
      return false;
    }
    uses.merge(use.id(), use, CredentialUse::and);
    return true;
  }

  /** Adds them all; how many did not fit. */
  synchronized int addAll(Collection<CredentialUse> more) {
    int dropped = 0;
    for (var use : more) {
      if (!add(use)) {
        dropped++;
      }
    }
    return dropped;
  }

  /** Takes everything out, in the database's order of ids. */
  List<CredentialUse> takeAll() {
    Map<UUID, CredentialUse> taken;
    synchronized (this) {
      taken = uses;
      uses = new HashMap<>();
    }
    return taken.values().stream()
        .sorted(Comparator.comparing(use -> use.id().toString()))
        .toList();
  }
}
