/** How fast a client, a caller and a tenant may ask one replica of a service. */
@NullMarked
package io.sensormine.kit.rate;

import org.jspecify.annotations.NullMarked;
