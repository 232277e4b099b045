/** What the registry erases of a tenant. */
@NullMarked
package io.sensormine.registry.erasure;

import org.jspecify.annotations.NullMarked;
