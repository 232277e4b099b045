/** What was done for a tenant by those who are not of it. */
@NullMarked
package io.sensormine.identity.crosstenant;

import org.jspecify.annotations.NullMarked;
