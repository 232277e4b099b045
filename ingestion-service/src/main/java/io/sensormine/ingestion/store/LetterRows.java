package io.sensormine.ingestion.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dead letters on their way into their table. */
final class LetterRows {
  private static final String KEEP =
      """
      INSERT INTO telemetry.rejected_messages
        (id, received_at, tenant_id, protocol, kind, payload_format, device_id, device_external_id,
         schema_version_id, code, errors, payload, payload_bytes)
      SELECT id, received_at, tenant_id, protocol, kind, payload_format, device_id, device_external_id,
        schema_version_id, code, errors, payload, payload_bytes
      FROM unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::text[], ?::text[], ?::text[],
          ?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::jsonb[], ?::bytea[], ?::integer[])
        AS refused (id, received_at, tenant_id, protocol, kind, payload_format, device_id,
          device_external_id, schema_version_id, code, errors, payload, payload_bytes)
      """;

  private LetterRows() {}

  /** Keeps letters, within the transaction at hand. */
  static void keep(Connection connection, List<DeadLetter> letters) throws SQLException {
    try (var keep = connection.prepareStatement(KEEP)) {
      var columns = new ColumnArrays<>(connection, letters);
      keep.setArray(1, columns.uuids(DeadLetter::id));
      keep.setArray(2, columns.times(DeadLetter::receivedAt));
      keep.setArray(3, columns.uuids(DeadLetter::tenantId));
      keep.setArray(4, columns.texts(letter -> letter.protocol().name()));
      keep.setArray(5, columns.texts(letter -> letter.kind().name()));
      keep.setArray(6, columns.texts(letter -> letter.format().name()));
      keep.setArray(7, columns.uuids(DeadLetter::deviceId));
      keep.setArray(8, columns.texts(LetterRows::externalId));
      keep.setArray(9, columns.uuids(DeadLetter::schemaVersionId));
      keep.setArray(10, columns.texts(letter -> letter.flaws().getFirst().code().wireName()));
      keep.setArray(11, columns.jsonb(letter -> FieldsJson.of(letter.flaws())));
      keep.setArray(12, columns.bytes(DeadLetter::payload));
      keep.setArray(13, columns.integers(DeadLetter::payloadBytes));
      keep.executeUpdate();
    }
  }

  private static @Nullable String externalId(DeadLetter letter) {
    return letter.externalId() == null ? null : FieldsJson.storable(letter.externalId());
  }
}
