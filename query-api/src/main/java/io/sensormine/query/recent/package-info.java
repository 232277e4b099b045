/** What was worked out a moment ago. */
@NullMarked
package io.sensormine.query.recent;

import org.jspecify.annotations.NullMarked;
