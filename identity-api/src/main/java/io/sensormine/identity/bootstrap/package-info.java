/** What happens before the first request: the keys and the first platform admin. */
@NullMarked
package io.sensormine.identity.bootstrap;

import org.jspecify.annotations.NullMarked;
