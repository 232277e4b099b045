/** Who the caller is. */
@NullMarked
package io.sensormine.identity.me;

import org.jspecify.annotations.NullMarked;
