/** API tokens: long-lived secrets by which programs act for a tenant. */
@NullMarked
package io.sensormine.identity.apitoken;

import org.jspecify.annotations.NullMarked;
