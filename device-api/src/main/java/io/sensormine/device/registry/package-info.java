/** References to schemas, checked where schemas live. */
@NullMarked
package io.sensormine.device.registry;

import org.jspecify.annotations.NullMarked;
