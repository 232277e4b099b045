/** What a schema's definition may be, and what follows from it: fingerprint, fields, checks. */
@NullMarked
package io.sensormine.registry.definition;

import org.jspecify.annotations.NullMarked;
