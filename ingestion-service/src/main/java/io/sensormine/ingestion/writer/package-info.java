/** Lets concurrent requests share transactions, and treats their senders fairly. */
@NullMarked
package io.sensormine.ingestion.writer;

import org.jspecify.annotations.NullMarked;
