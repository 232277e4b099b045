/** The {@code sensormine} command as a user runs it. */
@NullMarked
package io.sensormine.standalone.command;

import org.jspecify.annotations.NullMarked;
