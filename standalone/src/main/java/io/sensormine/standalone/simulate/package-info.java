/** Devices that are not there, sending messages as real ones would, at a rate of one's choice. */
@NullMarked
package io.sensormine.standalone.simulate;

import org.jspecify.annotations.NullMarked;
