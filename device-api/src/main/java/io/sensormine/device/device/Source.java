package io.sensormine.device.device;

import io.sensormine.contracts.device.DeviceStatus;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An index that gives the ids of all the devices that meet a criterion, and maybe of a few more.
 *
 * @param ids selects {@code device_id}; its last parameter is the id beyond which they lie
 * @param ordered whether the index gives them in order of id; else all of them must be read and
 *     sorted, and an id may come twice
 */
record Source(Sql ids, boolean ordered) {
  private static final String ALL = "SELECT d.id AS device_id FROM devices d WHERE d.id > ?";
  private static final String TYPE =
      "SELECT d.id AS device_id FROM devices d WHERE d.device_type_id = ? AND d.id > ?";
  private static final String STATUS =
      "SELECT d.id AS device_id FROM devices d WHERE d.status = ? AND d.id > ?";
  private static final String TYPE_AND_STATUS =
      """
      SELECT d.id AS device_id FROM devices d
      WHERE d.device_type_id = ? AND d.status = ? AND d.id > ?\
      """;
  private static final String TAG =
      """
      SELECT s.device_id FROM device_search s
      WHERE s.kind = 'TAG' AND s.name = '' AND s.value = ? AND s.device_id > ?\
      """;
  private static final String ATTRIBUTE =
      """
      SELECT s.device_id FROM device_search s
      WHERE s.kind = 'ATTRIBUTE' AND s.name = ? AND s.value = ? AND s.device_id > ?\
      """;
  private static final String ATTRIBUTE_ANY =
      """
      SELECT s.device_id FROM device_search s
      WHERE s.kind = 'ATTRIBUTE' AND s.name = ? AND s.value = ANY (?) AND s.device_id > ?\
      """;
  // U+10FFFF sorts after every character there is, and is none itself
  private static final String PREFIX =
      """
      SELECT s.device_id FROM device_search s
      WHERE s.kind = 'TEXT' AND s.name = ''
        AND s.value >= lower(? COLLATE pg_c_utf8) COLLATE "C"
        AND s.value < (lower(? COLLATE pg_c_utf8) || U&'\\+10FFFF') COLLATE "C"
        AND s.device_id > ?\
      """;
  private static final String BOX = "SELECT d.id AS device_id FROM devices d WHERE %s AND d.id > ?";
  private static final String BOX_OF_SOME = "SELECT d.id AS device_id FROM devices d WHERE %s";
  private static final String BOXES =
      "SELECT side.device_id FROM (%s) side WHERE side.device_id > ?";
  private static final String IDS =
      "SELECT d.id AS device_id FROM devices d WHERE d.id = ANY (?) AND d.id > ?";
  private static final String EXTERNAL_IDS =
      "SELECT d.id AS device_id FROM devices d WHERE d.external_id = ANY (?) AND d.id > ?";

  /** The ids beyond one. */
  Sql beyond(UUID id) {
    return ids.with(id);
  }

  /** Every device of the tenant. */
  static Source all() {
    return ordered(ALL);
  }

  /** The devices of a type, of a status, or of both where both are given. */
  static Source of(@Nullable UUID type, @Nullable DeviceStatus status) {
    if (type == null) {
      return status == null ? all() : ordered(STATUS, status.name());
    }
    return status == null ? ordered(TYPE, type) : ordered(TYPE_AND_STATUS, type, status.name());
  }

  static Source tag(SearchTerm term) {
    return ordered(TAG, term.value());
  }

  /** By any of an attribute's terms, mostly one. */
  static Source attribute(String name, List<String> values) {
    return values.size() == 1
        ? ordered(ATTRIBUTE, name, values.getFirst())
        : unordered(ATTRIBUTE_ANY, name, new Sql.Many("text", values));
  }

  static Source prefix(String prefix) {
    return unordered(PREFIX, prefix, prefix);
  }

  /** By any of some conditions on devices {@code d} that exclude each other; mostly one. */
  static Source box(List<Sql> nearby) {
    return new Source(
        nearby.size() == 1
            ? Sql.framed(BOX, nearby.getFirst())
            : Sql.framed(
                BOXES,
                Sql.joined(
                    " UNION ALL ",
                    nearby.stream().map(each -> Sql.framed(BOX_OF_SOME, each)).toList())),
        false);
  }

  static Source ids(List<UUID> ids) {
    return unordered(IDS, new Sql.Many("uuid", ids));
  }

  static Source externalIds(List<String> ids) {
    return unordered(EXTERNAL_IDS, new Sql.Many("text", ids));
  }

  private static Source ordered(String text, Object... values) {
    return new Source(Sql.of(text, values), true);
  }

  private static Source unordered(String text, Object... values) {
    return new Source(Sql.of(text, values), false);
  }
}
