/** What unit a field is in, and how to get it into another. */
@NullMarked
package io.sensormine.query.unit;

import org.jspecify.annotations.NullMarked;
