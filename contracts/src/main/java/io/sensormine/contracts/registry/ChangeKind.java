package io.sensormine.contracts.registry;

/** How something changed. */
public enum ChangeKind {
  /** The new version has it, the old one does not. */
  ADDED,
  /** The old version has it, the new one does not. */
  REMOVED,
  /** Both have it, and the new version takes less. */
  NARROWED,
  /** Both have it, and the new version takes more. */
  WIDENED,
  /** Both have it, and neither takes all that the other takes; or it is no matter of taking. */
  CHANGED
}
