/** Access tokens, as they are issued. */
@NullMarked
package io.sensormine.identity.token;

import org.jspecify.annotations.NullMarked;
