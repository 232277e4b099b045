/** Every error of every service as one problem+json (RFC 9457). */
@NullMarked
package io.sensormine.kit.problem;

import org.jspecify.annotations.NullMarked;
