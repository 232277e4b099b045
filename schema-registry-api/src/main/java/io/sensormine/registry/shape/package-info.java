/** What a definition demands of a message, normalised so that two can be compared by meaning. */
@NullMarked
package io.sensormine.registry.shape;

import org.jspecify.annotations.NullMarked;
