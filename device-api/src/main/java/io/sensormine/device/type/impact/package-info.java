/** What a change of a device type does to its devices, by real counts. */
@NullMarked
package io.sensormine.device.type.impact;

import org.jspecify.annotations.NullMarked;
