/** Who calls: tokens checked, roles named, services identified to each other. */
@NullMarked
package io.sensormine.kit.security;

import org.jspecify.annotations.NullMarked;
