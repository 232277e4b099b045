/** What services ask of schema-registry-api. */
@NullMarked
package io.sensormine.contracts.registry;

import org.jspecify.annotations.NullMarked;
