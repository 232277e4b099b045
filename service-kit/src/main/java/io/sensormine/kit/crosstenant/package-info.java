/** Who acts for a tenant that is not their own is put on record. */
@NullMarked
package io.sensormine.kit.crosstenant;

import org.jspecify.annotations.NullMarked;
