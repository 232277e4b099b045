/** Telemetry over HTTP: from the bytes of a request to the outcome of each message. */
@NullMarked
package io.sensormine.ingestion.telemetry;

import org.jspecify.annotations.NullMarked;
