/** Telemetry over MQTT: an embedded broker that acknowledges what has been committed. */
@NullMarked
package io.sensormine.ingestion.mqtt;

import org.jspecify.annotations.NullMarked;
