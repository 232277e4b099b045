package io.sensormine.device.registry;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.micronaut.core.annotation.Introspected;
import java.util.Comparator;
import java.util.UUID;

/**
 * A device type's reference to the registry that no longer holds as it should.
 *
 * @param field the device type's property that refers: {@value #SCHEMA} or {@value #VERSION}
 * @param id what it refers to
 */
@Introspected
@JsonPropertyOrder({"kind", "deviceTypeId", "field", "id"})
record ReferenceFinding(Kind kind, UUID deviceTypeId, String field, UUID id) {
  static final String SCHEMA = "schemaId";
  static final String VERSION = "schemaVersionId";

  /** The order of every list: of device type, as the database sorts ids, then of field. */
  static final Comparator<ReferenceFinding> ORDER =
      Comparator.comparing((ReferenceFinding finding) -> finding.deviceTypeId().toString())
          .thenComparing(ReferenceFinding::field);

  /** Whether a list has told it that has come to a field of a device type. */
  boolean toldBy(UUID lastType, String lastField) {
    return deviceTypeId.equals(lastType) && field.compareTo(lastField) <= 0;
  }

  /** What is wrong with a reference. */
  enum Kind {
    /** The tenant's registry has no such schema, or the schema no such version. */
    UNKNOWN,
    /** The schema is archived. */
    ARCHIVED,
    /** The pinned version is DEPRECATED, or none of the schema's is ACTIVE any more. */
    DEPRECATED
  }
}
