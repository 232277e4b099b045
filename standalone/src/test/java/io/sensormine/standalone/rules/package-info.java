/** What the code and the databases must keep to. */
@NullMarked
package io.sensormine.standalone.rules;

import org.jspecify.annotations.NullMarked;
