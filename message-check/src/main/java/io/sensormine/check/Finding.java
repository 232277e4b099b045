package io.sensormine.check;

import org.jspecify.annotations.Nullable;

/**
 * One thing that breaks a schema.
 *
 * @param path where in the message, as a JSON Pointer
 * @param keyword the schema's keyword that is broken, such as {@code additionalProperties}
 * @param message a sentence in English
 * @param property the property of what {@code path} points to that is missing or one too many; null
 *     where it is about the value itself
 */
public record Finding(String path, String keyword, String message, @Nullable String property) {}
