package io.sensormine.identity.user;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.Page;
import io.sensormine.identity.BrokenConstraint;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.TenantContext;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.UUID;

@Controller(UserController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
class UserController {
  static final String PATH = "/api/v1/users";
  private static final String WHO = "Roles: TENANT_ADMIN, PLATFORM_ADMIN.";

  private final Users users;
  private final UserRepository repository;
  private final GivenPasswords passwords;

  UserController(Users users, UserRepository repository, GivenPasswords passwords) {
    this.users = users;
    this.repository = repository;
    this.passwords = passwords;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Make a user",
      description = WHO + " 403 where people sign in at an OpenID Connect provider.")
  HttpResponse<UserView> create(@Body @Valid CreateUser request, Authentication caller) {
    var hash = passwords.hash(request.password(), request.email(), request.displayName());
    var user = BrokenConstraint.explained(() -> users.create(request, hash, caller.getName()));
    return HttpResponse.created(UserView.of(user), URI.create(PATH + "/" + user.id()));
  }

  @Get
  @Operation(summary = "List the tenant's users, oldest first", description = WHO)
  Page<UserView> list(@Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var rows = repository.ofTenant(TenantContext.required(), Pages.after(page), page.rowsToRead());
    return page.page(
        rows.stream().map(UserView::of).toList(), user -> List.of(user.id().toString()));
  }

  @Get("/{id}")
  @Operation(summary = "Read a user", description = WHO)
  UserView read(@PathVariable UUID id) {
    return repository.findById(id).map(UserView::of).orElseThrow(UserController::missing);
  }

  @Patch("/{id}")
  @Operation(
      summary = "Change a user's name, password or roles",
      description = WHO + " A new password unlocks the user and ends every session.")
  UserView change(@PathVariable UUID id, @Body @Valid ChangeUser request, Authentication caller) {
    var hash =
        passwords.replacement(
            id, request.password(), request.displayName(), UserController::missing);
    return users
        .change(id, request, hash, caller.getName())
        .map(UserView::of)
        .orElseThrow(UserController::missing);
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a user, ending every session", description = WHO)
  void delete(@PathVariable UUID id, Authentication caller) {
    if (!users.delete(id, caller.getName())) {
      throw missing();
    }
  }

  private static ProblemException missing() {
    return ProblemException.notFound("user");
  }
}
