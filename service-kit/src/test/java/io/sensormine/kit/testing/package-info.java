/** What every module's tests share: a service that runs, an issuer of tokens, a plain client. */
@NullMarked
package io.sensormine.kit.testing;

import org.jspecify.annotations.NullMarked;
