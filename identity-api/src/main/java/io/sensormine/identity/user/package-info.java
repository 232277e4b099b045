/** A tenant's users and their roles. */
@NullMarked
package io.sensormine.identity.user;

import org.jspecify.annotations.NullMarked;
