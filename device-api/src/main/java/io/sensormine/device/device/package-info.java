/** Devices: what they are, where they stand, how they are found. */
@NullMarked
package io.sensormine.device.device;

import org.jspecify.annotations.NullMarked;
