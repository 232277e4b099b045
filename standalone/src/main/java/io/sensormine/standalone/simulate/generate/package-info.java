/** Messages that fit a schema, made from it. */
@NullMarked
package io.sensormine.standalone.simulate.generate;

import org.jspecify.annotations.NullMarked;
