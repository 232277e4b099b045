/** What a person types: up, down, status, logs, reset, demo, simulate. */
@NullMarked
package io.sensormine.standalone.command;

import org.jspecify.annotations.NullMarked;
