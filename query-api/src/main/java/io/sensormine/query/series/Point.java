package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.query.format.LongTable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One point of a series, on the wire an array of two.
 *
 * @param time when its bucket starts
 * @param value a number, or a boolean or text where the aggregate tells values themselves; null
 *     where there is none
 */
@Introspected
@Schema(types = "array", description = "[time, value]")
record Point(Instant time, @Nullable JsonNode value) implements LongTable.Point {}
