/** A plain client of the HTTP API, as any user would write it. */
@NullMarked
package io.sensormine.standalone.client;

import org.jspecify.annotations.NullMarked;
