package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.device.DeviceSelector;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query for series, as it is sent.
 *
 * @param from RFC 3339 or a number, inclusive
 * @param to RFC 3339 or a number, exclusive
 * @param bucket such as {@code 15m} or {@code 1mo}; default {@code auto}
 * @param timezone IANA; default {@code UTC}
 * @param aggregates default {@code avg}
 * @param groupBy default none: one series over all devices
 * @param fill default {@code none}
 * @param units UCUM, by field
 * @param points how many points a series may have at the most, instead of a bucket
 */
@Introspected
record SeriesRequest(
    @NotNull @Valid DeviceSelector devices,
    @NotEmpty @Size(max = 100) List<@NotNull @Size(min = 1, max = 1000) String> fields,
    @NotNull JsonNode from,
    @NotNull JsonNode to,
    @Nullable String bucket,
    @Nullable String timezone,
    @Nullable @Size(min = 1, max = 20) List<@NotNull String> aggregates,
    @Nullable @Size(max = 20) List<@NotNull String> groupBy,
    @Nullable String fill,
    @Nullable @Size(max = 100) Map<String, String> units,
    @Nullable Integer points) {}
