/** Which fields there are to ask for. */
@NullMarked
package io.sensormine.query.metric;

import org.jspecify.annotations.NullMarked;
