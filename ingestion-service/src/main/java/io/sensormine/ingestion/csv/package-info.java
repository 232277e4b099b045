/** CSV: a heading that names device, time and fields, and a message a row. */
@NullMarked
package io.sensormine.ingestion.csv;

import org.jspecify.annotations.NullMarked;
