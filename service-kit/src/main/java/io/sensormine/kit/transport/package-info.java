/**
 * Connections, and what one must keep to, whatever is asked over it: how slowly a client may send.
 */
@NullMarked
package io.sensormine.kit.transport;

import org.jspecify.annotations.NullMarked;
