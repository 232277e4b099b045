/** What each device said last. */
@NullMarked
package io.sensormine.query.latest;

import org.jspecify.annotations.NullMarked;
