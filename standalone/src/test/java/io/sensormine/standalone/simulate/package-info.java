/** The simulator without an instance. */
@NullMarked
package io.sensormine.standalone.simulate;

import org.jspecify.annotations.NullMarked;
