/** How many queries run at once, whose turn it is, and what ends one that nobody waits for. */
@NullMarked
package io.sensormine.query.budget;

import org.jspecify.annotations.NullMarked;
