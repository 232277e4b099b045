/**
 * Many devices in one request: bulk writes as JSON and CSV, and the CSV that can be written back.
 */
@NullMarked
package io.sensormine.device.bulk;

import org.jspecify.annotations.NullMarked;
