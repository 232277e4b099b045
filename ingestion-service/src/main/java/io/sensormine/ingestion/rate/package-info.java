/** How many messages a tenant and a device may send in a while. */
@NullMarked
package io.sensormine.ingestion.rate;

import org.jspecify.annotations.NullMarked;
