/**
 * The one way of all messages, however they come: each is judged, written and told what became of
 * it.
 */
@NullMarked
package io.sensormine.ingestion.intake;

import org.jspecify.annotations.NullMarked;
