/** Passwords: what is taken for one, and how it is kept. */
@NullMarked
package io.sensormine.identity.password;

import org.jspecify.annotations.NullMarked;
