@NullMarked
package io.sensormine.check;

import org.jspecify.annotations.NullMarked;
