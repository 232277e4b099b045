/** How services log. */
@NullMarked
package io.sensormine.kit.logging;

import org.jspecify.annotations.NullMarked;
