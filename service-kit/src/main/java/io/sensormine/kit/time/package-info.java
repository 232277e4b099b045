/** Instants as clients write them, and the clock. */
@NullMarked
package io.sensormine.kit.time;

import org.jspecify.annotations.NullMarked;
