/** Whether a service can work. */
@NullMarked
package io.sensormine.kit.health;

import org.jspecify.annotations.NullMarked;
