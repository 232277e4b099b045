/** InfluxDB line protocol: what Telegraf and InfluxDB's clients write. */
@NullMarked
package io.sensormine.ingestion.lineprotocol;

import org.jspecify.annotations.NullMarked;
