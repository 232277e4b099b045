/** What services ask of identity-api. */
@NullMarked
package io.sensormine.contracts.identity;

import org.jspecify.annotations.NullMarked;
