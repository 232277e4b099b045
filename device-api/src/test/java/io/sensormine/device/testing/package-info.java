/** device-api as it runs, with stand-ins for the services that it calls. */
@NullMarked
package io.sensormine.device.testing;

import org.jspecify.annotations.NullMarked;
