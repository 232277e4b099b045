/** Erases, bit by bit, what a service keeps of a device or a tenant, and reports what went. */
@NullMarked
package io.sensormine.kit.erasure;

import org.jspecify.annotations.NullMarked;
