/** What a device type knows of each of its devices: attribute definitions and values. */
@NullMarked
package io.sensormine.device.attribute;

import org.jspecify.annotations.NullMarked;
