/** The secrets by which devices and gateways sign in. */
@NullMarked
package io.sensormine.device.credential;

import org.jspecify.annotations.NullMarked;
