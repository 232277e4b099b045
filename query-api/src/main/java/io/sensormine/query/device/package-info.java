/** The devices that a query is about. */
@NullMarked
package io.sensormine.query.device;

import org.jspecify.annotations.NullMarked;
