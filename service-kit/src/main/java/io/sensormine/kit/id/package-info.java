/** Identifiers that a service makes. */
@NullMarked
package io.sensormine.kit.id;

import org.jspecify.annotations.NullMarked;
