package io.sensormine.contracts.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which devices are meant: those that meet every criterion given. At least one is needed, 422 where
 * there is none.
 *
 * @param ids any of these; at most 10,000
 * @param externalIds any of these; at most 10,000
 * @param tags all of these
 * @param attributes each equal to the value given
 */
@Introspected
public record DeviceSelector(
    @Nullable @Size(max = 10_000) List<@NotNull UUID> ids,
    @Nullable @Size(max = 10_000) List<@NotNull String> externalIds,
    @Nullable UUID deviceTypeId,
    @Nullable @Size(max = 50) List<@NotNull String> tags,
    @Nullable @Size(max = 50) Map<String, JsonNode> attributes) {

  /** The devices of these ids. */
  public static DeviceSelector byIds(List<UUID> ids) {
    return new DeviceSelector(ids, null, null, null, null);
  }

  /** The devices of these external ids. */
  public static DeviceSelector byExternalIds(List<String> externalIds) {
    return new DeviceSelector(null, externalIds, null, null, null);
  }
}
