/** Shows what was refused, and takes it after all once that has become possible. */
@NullMarked
package io.sensormine.ingestion.deadletter;

import org.jspecify.annotations.NullMarked;
