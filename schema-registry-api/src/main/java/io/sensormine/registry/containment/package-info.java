/**
 * Whether all that fits one shape fits another, decided on meaning. Each rule answers for one
 * keyword's demand; what cannot be proved counts as not so.
 */
@NullMarked
package io.sensormine.registry.containment;

import org.jspecify.annotations.NullMarked;
