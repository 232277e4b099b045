/** What every service shares. */
@NullMarked
package io.sensormine.kit;

import org.jspecify.annotations.NullMarked;
