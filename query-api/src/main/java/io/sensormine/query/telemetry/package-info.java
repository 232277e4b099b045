/** The way to the readings, and how much of it one query may use. */
@NullMarked
package io.sensormine.query.telemetry;

import org.jspecify.annotations.NullMarked;
