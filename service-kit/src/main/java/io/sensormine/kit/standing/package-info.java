/** Whether who holds a token that is in its time may still act. */
@NullMarked
package io.sensormine.kit.standing;

import org.jspecify.annotations.NullMarked;
