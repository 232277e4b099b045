/** Who signs in: a tenant's users and their roles, and the platform admins. */
@NullMarked
package io.sensormine.identity.user;

import org.jspecify.annotations.NullMarked;
