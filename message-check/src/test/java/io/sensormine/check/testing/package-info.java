/** Schemas and documents by chance, the same for the same seed, for tests of other modules too. */
@NullMarked
package io.sensormine.check.testing;

import org.jspecify.annotations.NullMarked;
