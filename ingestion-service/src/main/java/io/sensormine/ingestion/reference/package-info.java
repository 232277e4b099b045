/** What other services know of credentials, devices, types and schemas, remembered for a while. */
@NullMarked
package io.sensormine.ingestion.reference;

import org.jspecify.annotations.NullMarked;
