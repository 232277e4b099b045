/** How a service starts, alone or beside others in one JVM. */
@NullMarked
package io.sensormine.kit.service;

import org.jspecify.annotations.NullMarked;
