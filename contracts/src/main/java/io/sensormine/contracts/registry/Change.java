package io.sensormine.contracts.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two versions.
 *
 * @param path JSON Pointer to what changed, into the new definition; into the old one where it was
 *     removed
 * @param keyword what changed there
 * @param field dotted path of the field concerned, {@code *} for any item; empty for the message
 * @param before the keyword's value in the old version; null where it has none
 * @param after the keyword's value in the new version; null where it has none
 * @param breaks in order; empty where all messages fit both ways
 * @param tolerated what would break by the policy STRICT
 * @param message a sentence or two for people
 * @param hint what would be compatible; null where nothing breaks
 */
@Introspected
public record Change(
    String path,
    String keyword,
    String field,
    ChangeKind change,
    @JsonProperty("old")
        @JsonInclude
        @io.swagger.v3.oas.annotations.media.Schema(implementation = Object.class)
        @Nullable JsonNode before,
    @JsonProperty("new")
        @JsonInclude
        @io.swagger.v3.oas.annotations.media.Schema(implementation = Object.class)
        @Nullable JsonNode after,
    List<Direction> breaks,
    List<Direction> tolerated,
    String message,
    @Nullable String hint) {
  public Change {
    breaks = List.copyOf(breaks);
    tolerated = List.copyOf(tolerated);
  }
}
