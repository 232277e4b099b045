/** The process that owns an instance's databases and services. */
@NullMarked
package io.sensormine.standalone.supervisor;

import org.jspecify.annotations.NullMarked;
