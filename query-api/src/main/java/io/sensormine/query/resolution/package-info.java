/** Where a query's time is read from: daily cells, hourly cells or messages. */
@NullMarked
package io.sensormine.query.resolution;

import org.jspecify.annotations.NullMarked;
