/** Rolls telemetry up into hours and days, and keeps them equal to the messages. */
@NullMarked
package io.sensormine.ingestion.rollup;

import org.jspecify.annotations.NullMarked;
