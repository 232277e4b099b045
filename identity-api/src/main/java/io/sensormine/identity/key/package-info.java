/** The keys that sign tokens: made, kept sealed, published, and used to verify. */
@NullMarked
package io.sensormine.identity.key;

import org.jspecify.annotations.NullMarked;
