/** Answers as tables: CSV, NDJSON and Arrow, written as they are read. */
@NullMarked
package io.sensormine.query.format;

import org.jspecify.annotations.NullMarked;
