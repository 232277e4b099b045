/** Device types: templates for devices, every change of which is kept. */
@NullMarked
package io.sensormine.device.type;

import org.jspecify.annotations.NullMarked;
