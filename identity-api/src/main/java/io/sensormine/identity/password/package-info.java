/** Passwords: where people sign in by them, which are taken, and how they are hashed. */
@NullMarked
package io.sensormine.identity.password;

import org.jspecify.annotations.NullMarked;
