/** Readings as they are stored. */
@NullMarked
package io.sensormine.query.raw;

import org.jspecify.annotations.NullMarked;
