/** Schemas and their versions: kept, listed, and led from draft to deprecated. */
@NullMarked
package io.sensormine.registry.schema;

import org.jspecify.annotations.NullMarked;
