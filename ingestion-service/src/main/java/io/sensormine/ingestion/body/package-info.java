/** Bodies of requests: inflated, bounded each and all together, whole or as they arrive. */
@NullMarked
package io.sensormine.ingestion.body;

import org.jspecify.annotations.NullMarked;
