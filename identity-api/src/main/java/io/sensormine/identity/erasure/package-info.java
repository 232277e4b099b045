/** The ledger of erasures: who asked for which, what each service has deleted, and its own part. */
@NullMarked
package io.sensormine.identity.erasure;

import org.jspecify.annotations.NullMarked;
