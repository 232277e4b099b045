/** What patterns have in common, decided on the texts that they match. */
@NullMarked
package io.sensormine.registry.pattern;

import org.jspecify.annotations.NullMarked;
