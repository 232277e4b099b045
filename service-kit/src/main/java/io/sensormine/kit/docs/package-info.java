/** A service's OpenAPI document and a page to browse it. */
@NullMarked
package io.sensormine.kit.docs;

import org.jspecify.annotations.NullMarked;
