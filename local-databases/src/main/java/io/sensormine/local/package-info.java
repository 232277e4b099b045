/** Finds or makes the two databases for tests and for {@code ./sensormine up}. */
@NullMarked
package io.sensormine.local;

import org.jspecify.annotations.NullMarked;
