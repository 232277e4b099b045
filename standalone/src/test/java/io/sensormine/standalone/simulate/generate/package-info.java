/** Messages made by schemas, held against them. */
@NullMarked
package io.sensormine.standalone.simulate.generate;

import org.jspecify.annotations.NullMarked;
