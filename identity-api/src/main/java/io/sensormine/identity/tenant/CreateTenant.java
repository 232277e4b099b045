package io.sensormine.identity.tenant;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A tenant to be made. */
@Introspected
record CreateTenant(
    @NotNull @Pattern(
            regexp = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
            message = "must be 1 to 63 of a-z, 0-9 and -, with no - at its ends")
        String slug,
    @NotBlank @Size(max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String name) {}
