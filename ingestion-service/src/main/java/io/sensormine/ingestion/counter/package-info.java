/** What became of all messages, by tenant, device and way in: it adds up, also after restarts. */
@NullMarked
package io.sensormine.ingestion.counter;

import org.jspecify.annotations.NullMarked;
