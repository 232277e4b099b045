/**
 * A schema version made ready to check messages: what is compiled decides, the library explains.
 */
@NullMarked
package io.sensormine.check;

import org.jspecify.annotations.NullMarked;
