/** Answers queries a second time, as plainly as can be, and compares. */
@NullMarked
package io.sensormine.query.oracle;

import org.jspecify.annotations.NullMarked;
