/** Tenants: who the customers are, and which of them are suspended. */
@NullMarked
package io.sensormine.identity.tenant;

import org.jspecify.annotations.NullMarked;
