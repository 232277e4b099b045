/** Erases what device-api keeps of a device or a tenant. */
@NullMarked
package io.sensormine.device.erasure;

import org.jspecify.annotations.NullMarked;
