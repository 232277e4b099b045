/** Telemetry and dead letters on their way into the database. */
@NullMarked
package io.sensormine.ingestion.store;

import org.jspecify.annotations.NullMarked;
