/** The standard work against its ceilings, measured in the same run on the same machine. */
@NullMarked
package io.sensormine.benchmarks;

import org.jspecify.annotations.NullMarked;
