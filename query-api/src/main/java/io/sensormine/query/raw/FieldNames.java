package io.sensormine.query.raw;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.query.format.ColumnType;
import io.sensormine.query.unit.DeclaredFields;
import io.sensormine.query.unit.SchemaVersions;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out, before the first message of a range is read, which fields its messages have. */
@Singleton
final class FieldNames {
  /**
   * The next message that has a field or a version not known yet: all of them together are found in
   * one pass. Of versions that leave little open, what is missing is looked for; of others, known
   * names are taken away, which is far less work than listing each message's.
   */
  private static final String NEXT_UNKNOWN =
      """
      SELECT time, schema_version_id, ARRAY(SELECT jsonb_object_keys(fields)) AS names
      FROM query.telemetry_ascending
      WHERE device_id = ? AND time >= ? AND time < ?
        AND (?::text[] IS NULL OR jsonb_exists_any(fields, ?::text[]))
        AND time >= ?
        AND CASE
          WHEN schema_version_id = ANY (?::uuid[]) THEN jsonb_exists_any(fields, ?::text[])
          WHEN schema_version_id = ANY (?::uuid[]) THEN fields - ?::text[] <> '{}'::jsonb
          ELSE true
        END
      ORDER BY time
      LIMIT 1
      """;

  private static final String TYPES =
      """
      SELECT DISTINCT field.key AS name, jsonb_typeof(field.value) AS type
      FROM query.telemetry
      CROSS JOIN LATERAL jsonb_each(fields - ?::text[]) AS field
      WHERE device_id = ? AND time >= ? AND time < ?
        AND (?::text[] IS NULL OR jsonb_exists_any(fields, ?::text[]))
        AND (?::text[] IS NULL OR field.key = ANY (?::text[]))
      """;

  private static final Logger LOG = LoggerFactory.getLogger(FieldNames.class);

  private final SchemaVersions versions;
  private final ExportSettings settings;

  FieldNames(SchemaVersions versions, ExportSettings settings) {
    this.versions = versions;
    this.settings = settings;
  }

  /**
   * The columns, all of type MIXED: the fields asked for, or else those that some message of the
   * range has. 422 where they are more than one answer may have.
   */
  RawColumns untyped(Connection connection, RawRange range) throws SQLException {
    var wanted = range.fields();
    var names = wanted == null ? seen(connection, range).names() : new TreeSet<>(wanted);
    refuseTooMany(names.size());
    var types = new TreeMap<String, ColumnType>();
    names.forEach(name -> types.put(name, ColumnType.MIXED));
    return new RawColumns(types);
  }

  /**
   * The same with what the values are: as every version of the range declares, by which each
   * message was checked when it came; otherwise as they are.
   */
  RawColumns typed(Connection connection, RawRange range) throws SQLException {
    var seen = seen(connection, range);
    var wanted = range.fields();
    var names = wanted == null ? seen.names() : new TreeSet<>(wanted);
    refuseTooMany(names.size());
    var types = declared(names, seen.versionIds());
    if (!types.keySet().containsAll(names)) {
      stored(connection, range, types);
    }
    // asked for and nowhere in the range: a column without a value
    names.forEach(name -> types.putIfAbsent(name, ColumnType.MIXED));
    return new RawColumns(types);
  }

  private void refuseTooMany(int columns) {
    if (columns > settings.maxColumns()) {
      throw ProblemException.of(
          ProblemType.OVER_BUDGET,
          "These messages have more than %,d different fields, each a column; name those that you want in `fields`."
              .formatted(settings.maxColumns()));
    }
  }

  private SeenFields seen(Connection connection, RawRange range) throws SQLException {
    var seen = new SeenFields();
    var after = range.from().atOffset(ZoneOffset.UTC);
    try (var statement = connection.prepareStatement(NEXT_UNKNOWN)) {
      while (true) {
        int next = range.bind(connection, statement, 1);
        statement.setObject(next++, after);
        bind(connection, statement, next, range, seen);
        var found = next(statement, seen);
        if (found == null) {
          return seen;
        }
        after = found;
        if (range.fields() == null) {
          refuseTooMany(seen.names().size());
        }
      }
    }
  }

  /** Where the fields are given, no others are looked for: a message may have a new one each. */
  private static void bind(
      Connection connection,
      PreparedStatement statement,
      int first,
      RawRange range,
      SeenFields seen)
      throws SQLException {
    var missing = range.fields() == null ? seen.missing() : Map.<UUID, Set<String>>of();
    var settled = range.fields() == null ? missing.keySet() : seen.versionIds();
    var names = missing.values().stream().flatMap(Set::stream).distinct().toList();
    var open = seen.versionIds();
    open.removeAll(settled);
    statement.setArray(first, array(connection, "uuid", settled));
    statement.setArray(first + 1, array(connection, "text", names));
    statement.setArray(first + 2, array(connection, "uuid", open));
    statement.setArray(first + 3, array(connection, "text", seen.names()));
  }

  private static Array array(Connection connection, String type, Collection<?> values)
      throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }

  private @Nullable OffsetDateTime next(PreparedStatement statement, SeenFields seen)
      throws SQLException {
    try (var row = statement.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      for (var name : (String[]) row.getArray("names").getArray()) {
        seen.names().add(name);
      }
      var versionId = row.getObject("schema_version_id", UUID.class);
      if (!seen.has(versionId)) {
        seen.add(versionId, ifKnown(versionId));
      }
      return row.getObject("time", OffsetDateTime.class);
    }
  }

  /** What a version declares only spares work here: without the registry, it is not known. */
  private @Nullable DeclaredFields ifKnown(UUID versionId) {
    try {
      return versions.declared(Set.of(versionId)).get(versionId);
    } catch (HttpClientException e) {
      LOG.debug("registry away: looking through messages of version {}", versionId, e);
      return null;
    }
  }

  /** The types of those that every version declares. */
  private SortedMap<String, ColumnType> declared(Set<String> names, Set<UUID> versionIds) {
    var types = new TreeMap<String, ColumnType>();
    var known = versions.declared(versionIds);
    if (versionIds.isEmpty() || !known.keySet().containsAll(versionIds)) {
      return types;
    }
    for (var name : names) {
      if (known.values().stream().allMatch(version -> version.declares(name))) {
        known
            .values()
            .forEach(version ->
                types.compute(name, (any, before) -> RawColumns.both(before, type(version, name))));
      }
    }
    return types;
  }

  private static ColumnType type(DeclaredFields version, String name) {
    return switch (version.declared(name).map(Field::type).orElse(FieldType.STRING)) {
      case NUMBER, INTEGER -> ColumnType.NUMBER;
      case BOOLEAN -> ColumnType.BOOLEAN;
      case STRING -> ColumnType.TEXT;
    };
  }

  /** Adds the types of the others, as their values are. */
  private static void stored(
      Connection connection, RawRange range, SortedMap<String, ColumnType> types)
      throws SQLException {
    var declared = Set.copyOf(types.keySet());
    try (var statement = connection.prepareStatement(TYPES)) {
      statement.setArray(1, array(connection, "text", declared));
      int next = range.bind(connection, statement, 2);
      var wanted = range.fields();
      var names = wanted == null ? null : array(connection, "text", wanted);
      statement.setArray(next++, names);
      statement.setArray(next, names);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var name = rows.getString("name");
          if (!rows.getString("type").equals("null")) {
            var type = type(rows.getString("type"));
            types.compute(name, (any, before) -> RawColumns.both(before, type));
          }
        }
      }
    }
  }

  private static ColumnType type(String stored) {
    return switch (stored) {
      case "number" -> ColumnType.NUMBER;
      case "boolean" -> ColumnType.BOOLEAN;
      case "string" -> ColumnType.TEXT;
      default -> ColumnType.MIXED;
    };
  }
}
