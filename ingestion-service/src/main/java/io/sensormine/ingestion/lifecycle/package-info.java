/** How telemetry is laid down, when it goes into columns and when it goes. */
@NullMarked
package io.sensormine.ingestion.lifecycle;

import org.jspecify.annotations.NullMarked;
