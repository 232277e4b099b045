/** Whether the messages of one version of a schema are valid under another. */
@NullMarked
package io.sensormine.registry.compatibility;

import org.jspecify.annotations.NullMarked;
