/** All services on one machine, and the {@code sensormine} command. */
@NullMarked
package io.sensormine.standalone;

import org.jspecify.annotations.NullMarked;
