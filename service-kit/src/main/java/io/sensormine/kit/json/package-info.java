/** How much of JSON a body may be made of. */
@NullMarked
package io.sensormine.kit.json;

import org.jspecify.annotations.NullMarked;
