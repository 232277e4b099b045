/** What changes from one version of a schema to another, and which way that breaks. */
@NullMarked
package io.sensormine.registry.compatibility;

import org.jspecify.annotations.NullMarked;
