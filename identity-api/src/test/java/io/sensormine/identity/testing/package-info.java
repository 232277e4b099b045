/** A whole identity-api on a real database, for the tests that ask it over HTTP. */
@NullMarked
package io.sensormine.identity.testing;

import org.jspecify.annotations.NullMarked;
