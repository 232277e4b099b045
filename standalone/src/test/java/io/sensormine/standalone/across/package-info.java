/** Tests across services, the real ones, in one JVM. */
@NullMarked
package io.sensormine.standalone.across;

import org.jspecify.annotations.NullMarked;
