/** Lists by keyset cursor. */
@NullMarked
package io.sensormine.kit.list;

import org.jspecify.annotations.NullMarked;
