package io.sensormine.identity.apitoken;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.identity.user.TenantRole;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token to be made.
 *
 * @param expiresAt exclusive; left out for never
 */
@Introspected
record CreateApiToken(
    @NotBlank @Size(max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String name,
    @NotEmpty @Size(max = 10) List<@NotNull TenantRole> roles,
    @Nullable @JsonDeserialize(using = TimeReader.class) Instant expiresAt) {}
