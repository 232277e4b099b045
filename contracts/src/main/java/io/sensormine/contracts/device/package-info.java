/** What services ask of device-api. */
@NullMarked
package io.sensormine.contracts.device;

import org.jspecify.annotations.NullMarked;
