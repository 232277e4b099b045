/** Intervals of time that readings are gathered in. */
@NullMarked
package io.sensormine.query.bucket;

import org.jspecify.annotations.NullMarked;
