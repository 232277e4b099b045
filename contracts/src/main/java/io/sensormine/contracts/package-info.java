/** What every service-to-service operation shares. */
@NullMarked
package io.sensormine.contracts;

import org.jspecify.annotations.NullMarked;
