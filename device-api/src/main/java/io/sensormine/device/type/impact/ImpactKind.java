package io.sensormine.device.type.impact;

import java.util.Locale;

/** What about a device type changes in a way that its devices may feel. */
public enum ImpactKind {
  /** A definition goes. */
  ATTRIBUTE_REMOVED,
  /** Each device must have it, where it did not have to before. */
  ATTRIBUTE_REQUIRED,
  ATTRIBUTE_TYPE_CHANGED,
  /** A definition takes less than before, or takes what was free before. */
  ATTRIBUTE_NARROWED,
  /** A type that took any attributes takes only those defined. */
  ATTRIBUTES_CLOSED,
  /** Messages that fit the schema version selected before may not fit the one selected now. */
  SCHEMA_INCOMPATIBLE,
  /** Messages were not checked, and are now. */
  SCHEMA_ADDED,
  /** Messages are checked no more. */
  SCHEMA_REMOVED,
  /** The schema has no ACTIVE version: every message is refused. */
  SCHEMA_INACTIVE,
  PROTOCOL_CHANGED;

  /** Its name as the code of an error, such as {@code attribute-removed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
