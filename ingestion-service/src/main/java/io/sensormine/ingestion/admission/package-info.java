/** Whether a message is let in, and under which schema version. */
@NullMarked
package io.sensormine.ingestion.admission;

import org.jspecify.annotations.NullMarked;
