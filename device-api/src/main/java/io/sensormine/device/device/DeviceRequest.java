package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A device as a client describes it.
 *
 * @param status where not said, a new device is ACTIVE and an old one stays as it is
 */
@Introspected
public record DeviceRequest(
    @NotBlank @Size(max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String externalId,
    @NotBlank @Size(max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String name,
    @NotNull UUID deviceTypeId,
    @Nullable @Size(max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String serialNumber,
    @Nullable @Size(max = 100) Map<String, JsonNode> attributes,
    @Nullable @Valid Location location,
    @Nullable @Size(max = 50) List<
                @NotBlank @Size(max = 100) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String>
            tags,
    @Nullable DeviceStatus status) {

  /** The device that is meant, its attributes not yet checked. */
  DeviceContent content(DeviceStatus standing) {
    return new DeviceContent(
        externalId,
        name,
        deviceTypeId,
        serialNumber,
        attributes == null ? Map.of() : attributes,
        location,
        tags == null ? List.of() : tags.stream().distinct().toList(),
        status == null ? standing : status);
  }
}
