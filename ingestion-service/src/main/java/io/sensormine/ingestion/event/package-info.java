/** Takes what happened at devices, and answers once it is committed. */
@NullMarked
package io.sensormine.ingestion.event;

import org.jspecify.annotations.NullMarked;
