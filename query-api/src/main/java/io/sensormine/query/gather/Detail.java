package io.sensormine.query.gather;

/**
 * What is gathered besides counts and sums, which cost little.
 *
 * @param bounds whether the smallest and the largest value are
 * @param squares whether the squared deviations are
 * @param ends whether the first and the last readings are
 */
public record Detail(boolean bounds, boolean squares, boolean ends) {}
