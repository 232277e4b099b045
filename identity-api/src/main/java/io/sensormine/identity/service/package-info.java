/** What other services ask: their own tokens, API tokens, suspended tenants. */
@NullMarked
package io.sensormine.identity.service;

import org.jspecify.annotations.NullMarked;
