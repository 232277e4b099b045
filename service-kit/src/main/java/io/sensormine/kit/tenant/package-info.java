/** Whose data a request may see, and how each database connection is told. */
@NullMarked
package io.sensormine.kit.tenant;

import org.jspecify.annotations.NullMarked;
