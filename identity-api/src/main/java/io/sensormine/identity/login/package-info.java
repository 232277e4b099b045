/** Signing in by password, staying signed in by refresh token, signing out. */
@NullMarked
package io.sensormine.identity.login;

import org.jspecify.annotations.NullMarked;
