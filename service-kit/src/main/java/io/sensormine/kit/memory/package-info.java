/** What other services said, remembered for a while and through their outages. */
@NullMarked
package io.sensormine.kit.memory;

import org.jspecify.annotations.NullMarked;
