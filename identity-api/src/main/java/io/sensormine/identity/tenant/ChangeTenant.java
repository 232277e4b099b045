package io.sensormine.identity.tenant;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a tenant; what is left out stays.
 *
 * @param status ACTIVE lets a suspended one work again
 */
@Introspected
record ChangeTenant(
    @Nullable @Size(min = 1, max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String name,
    @Nullable TenantStatus status) {}
