/** How the schema versions of devices have called their fields. */
@NullMarked
package io.sensormine.query.evolution;

import org.jspecify.annotations.NullMarked;
