/** The append-only log of what an auditor asks about. */
@NullMarked
package io.sensormine.identity.event;

import org.jspecify.annotations.NullMarked;
