/** Readings gathered over time. */
@NullMarked
package io.sensormine.query.series;

import org.jspecify.annotations.NullMarked;
