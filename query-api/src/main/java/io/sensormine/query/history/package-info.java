/** What happened to devices: their events, and when they were online. */
@NullMarked
package io.sensormine.query.history;

import org.jspecify.annotations.NullMarked;
