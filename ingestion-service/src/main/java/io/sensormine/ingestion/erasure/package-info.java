/** Erases what the time-series database keeps of a device or a tenant. */
@NullMarked
package io.sensormine.ingestion.erasure;

import org.jspecify.annotations.NullMarked;
