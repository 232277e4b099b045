/** Schemas and versions over real HTTP and a real database. */
@NullMarked
package io.sensormine.registry.schema;

import org.jspecify.annotations.NullMarked;
