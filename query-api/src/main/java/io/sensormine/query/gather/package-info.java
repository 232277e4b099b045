/** Gathers readings from messages and rollups, in statements that do not grow with the devices. */
@NullMarked
package io.sensormine.query.gather;

import org.jspecify.annotations.NullMarked;
