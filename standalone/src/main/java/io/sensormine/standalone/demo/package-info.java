/** The demo tenant and the demo on real readings. */
@NullMarked
package io.sensormine.standalone.demo;

import org.jspecify.annotations.NullMarked;
