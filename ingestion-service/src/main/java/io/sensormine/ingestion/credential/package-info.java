/** Who sends: devices and gateways by their credentials. */
@NullMarked
package io.sensormine.ingestion.credential;

import org.jspecify.annotations.NullMarked;
