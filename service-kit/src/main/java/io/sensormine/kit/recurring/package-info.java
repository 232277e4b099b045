/** What a service does from time to time, beside answering. */
@NullMarked
package io.sensormine.kit.recurring;

import org.jspecify.annotations.NullMarked;
