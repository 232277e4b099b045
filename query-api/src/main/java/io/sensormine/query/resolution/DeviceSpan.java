package io.sensormine.query.resolution;

import java.util.UUID;

/** A stretch of time of one device. */
public record DeviceSpan(UUID deviceId, Span span) {}
