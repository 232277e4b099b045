package io.sensormine.ingestion.lineprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line, read.
 *
 * @param tags all but the device
 * @param device the tag {@code device}; null where there is none
 * @param time as the line says it; null where it leaves that to the server
 */
record Line(
    String measurement,
    Map<String, String> tags,
    @Nullable String device,
    Map<String, JsonNode> fields,
    @Nullable Long time) {}
