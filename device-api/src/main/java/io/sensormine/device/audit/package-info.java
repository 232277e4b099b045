/** Changes as JSON Patches, for the append-only logs. */
@NullMarked
package io.sensormine.device.audit;

import org.jspecify.annotations.NullMarked;
