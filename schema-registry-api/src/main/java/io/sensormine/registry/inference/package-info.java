/** Proposes a definition that samples of a device's messages keep. */
@NullMarked
package io.sensormine.registry.inference;

import org.jspecify.annotations.NullMarked;
