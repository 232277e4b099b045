package io.sensormine.query.gather;

/**
 * What is gathered besides counts, sums and bounds, which cost little.
 *
 * @param squares whether the squared deviations are
 * @param ends whether the first and the last readings are
 */
public record Detail(boolean squares, boolean ends) {}
