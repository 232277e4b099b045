/** What every request and response obeys: ids, parameters, entity tags. */
@NullMarked
package io.sensormine.kit.http;

import org.jspecify.annotations.NullMarked;
