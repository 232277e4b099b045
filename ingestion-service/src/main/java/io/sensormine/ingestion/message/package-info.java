/** What a message says: its time, its fields, and why it cannot be taken. */
@NullMarked
package io.sensormine.ingestion.message;

import org.jspecify.annotations.NullMarked;
