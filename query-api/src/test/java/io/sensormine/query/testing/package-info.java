/** What the tests of this module share. */
@NullMarked
package io.sensormine.query.testing;

import org.jspecify.annotations.NullMarked;
