/** Who may act no more, though their tokens have not expired. */
@NullMarked
package io.sensormine.identity.standing;

import org.jspecify.annotations.NullMarked;
