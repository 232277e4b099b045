/** Which devices are online, decided from when they were last heard of and when we could hear. */
@NullMarked
package io.sensormine.ingestion.status;

import org.jspecify.annotations.NullMarked;
