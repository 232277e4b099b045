/** Stand-ins for what ingestion-service calls, and a way to cut it off from its database. */
@NullMarked
package io.sensormine.ingestion.testing;

import org.jspecify.annotations.NullMarked;
