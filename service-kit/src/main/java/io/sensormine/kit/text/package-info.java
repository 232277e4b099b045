/** Text that clients send. */
@NullMarked
package io.sensormine.kit.text;

import org.jspecify.annotations.NullMarked;
