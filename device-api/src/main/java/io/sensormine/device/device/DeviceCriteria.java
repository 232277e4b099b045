package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What devices must meet, all of it. Each criterion is a source of the ids that may meet it, for
 * finding, and a condition on the device itself, for being sure.
 */
public final class DeviceCriteria {
  private static final String TYPE = "d.device_type_id = ?";
  private static final String STATUS = "d.status = ?";
  private static final String IDS = "d.id = ANY (?)";
  private static final String EXTERNAL_IDS = "d.external_id = ANY (?)";
  private static final String TAG = "? = ANY (d.tags)";
  private static final String ATTRIBUTE = "d.attributes -> ? = ANY (CAST(? AS jsonb[]))";
  private static final String PREFIX =
      """
      (starts_with(lower(d.name COLLATE pg_c_utf8), lower(? COLLATE pg_c_utf8))
        OR starts_with(lower(d.external_id COLLATE pg_c_utf8), lower(? COLLATE pg_c_utf8))
        OR starts_with(lower(d.serial_number COLLATE pg_c_utf8), lower(? COLLATE pg_c_utf8)))\
      """;

  private final List<Source> sources = new ArrayList<>();
  private final List<Sql> conditions = new ArrayList<>();
  private @Nullable UUID type;
  private @Nullable DeviceStatus status;

  DeviceCriteria type(UUID id) {
    type = id;
    conditions.add(Sql.of(TYPE, id));
    return this;
  }

  DeviceCriteria status(DeviceStatus wanted) {
    status = wanted;
    conditions.add(Sql.of(STATUS, wanted.name()));
    return this;
  }

  DeviceCriteria ids(List<UUID> ids) {
    return add(Source.ids(ids), Sql.of(IDS, new Sql.Many("uuid", ids)));
  }

  DeviceCriteria externalIds(List<String> ids) {
    return add(Source.externalIds(ids), Sql.of(EXTERNAL_IDS, new Sql.Many("text", ids)));
  }

  DeviceCriteria prefix(String prefix) {
    return add(Source.prefix(prefix), Sql.of(PREFIX, prefix, prefix, prefix));
  }

  DeviceCriteria tag(String tag) {
    return add(Source.tag(SearchTerm.tag(tag)), Sql.of(TAG, tag));
  }

  /** An attribute that equals any of these values: what a text in a query can mean. */
  DeviceCriteria attribute(String name, List<? extends JsonNode> values) {
    var terms =
        values.stream().map(value -> SearchTerm.attribute(name, value).value()).distinct().toList();
    var texts = values.stream().map(JsonNode::toString).toList();
    return add(Source.attribute(name, terms), Sql.of(ATTRIBUTE, name, new Sql.Many("text", texts)));
  }

  DeviceCriteria box(BoundingBox box) {
    return add(Source.box(box.nearby()), box.inside());
  }

  /** One for each criterion, but one for type and status together; none where all devices do. */
  List<Source> sources() {
    if (type == null && status == null) {
      return List.copyOf(sources);
    }
    var all = new ArrayList<Source>();
    all.add(Source.of(type, status));
    all.addAll(sources);
    return List.copyOf(all);
  }

  /** Whether all devices meet them: there are none. */
  public boolean isEmpty() {
    return conditions.isEmpty();
  }

  /** Whether devices {@code d} meet all criteria. */
  Sql conditions() {
    return conditions.isEmpty() ? Sql.of("true") : Sql.joined("\n    AND ", conditions);
  }

  private DeviceCriteria add(Source source, Sql condition) {
    sources.add(source);
    conditions.add(condition);
    return this;
  }
}
