/** Compatibility, by cases whose truth the validation library proves. */
@NullMarked
package io.sensormine.registry.pattern;

import org.jspecify.annotations.NullMarked;
