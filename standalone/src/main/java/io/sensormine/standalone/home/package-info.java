/** Where an instance keeps its data, logs, secrets and the note of what runs. */
@NullMarked
package io.sensormine.standalone.home;

import org.jspecify.annotations.NullMarked;
