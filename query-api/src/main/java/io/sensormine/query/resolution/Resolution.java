package io.sensormine.query.resolution;

/**
 * Where each instant of a query's range is read from, for each device exactly one of the three.
 *
 * @param days daily cells (UTC)
 * @param hours hourly cells
 * @param raw messages
 */
public record Resolution(Part days, Part hours, Part raw) {}
