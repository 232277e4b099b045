package io.sensormine.query.format;

/** A column of a {@link Table}. */
public record Column(String name, ColumnType type) {}
