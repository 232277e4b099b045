package io.sensormine.ingestion.status;

import java.time.Instant;

/** Since and until when devices could report. */
record Reception(Instant since, Instant until) {}
