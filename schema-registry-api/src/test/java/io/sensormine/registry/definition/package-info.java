/** The rules of definitions, each by example. */
@NullMarked
package io.sensormine.registry.definition;

import org.jspecify.annotations.NullMarked;
