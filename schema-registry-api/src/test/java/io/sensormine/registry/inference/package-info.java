/** Tests of what samples are taken for. */
@NullMarked
package io.sensormine.registry.inference;

import org.jspecify.annotations.NullMarked;
