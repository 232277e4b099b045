package io.sensormine.standalone.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.micronaut.security.annotation.Secured;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the architecture, held against the classes of every module. */
class ArchitectureTest {
  private static final List<String> SERVICES =
      List.of("identity", "registry", "device", "ingestion", "query");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.sensormine");

  @Test
  void seesEveryService() {
    for (var service : SERVICES) {
      assertThat(OURS.contain("io.sensormine." + service + ".Application")).as(service).isTrue();
    }
  }

  @Test
  void letsNoServiceReachIntoAnother() {
    for (var service : SERVICES) {
      var others =
          SERVICES.stream()
              .filter(other -> !other.equals(service))
              .map(other -> "io.sensormine." + other + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("io.sensormine." + service + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(OURS);
    }
  }

  @Test
  void callsOneWay() {
    allowed("identity", List.of());
    allowed("registry", List.of("identity"));
    allowed("device", List.of("identity", "registry"));
  }

  /** A service may use the contracts of those it may call, and its own. */
  private static void allowed(String service, List<String> mayCall) {
    var forbidden =
        List.of("registry", "device").stream()
            .filter(provider -> !provider.equals(service) && !mayCall.contains(provider))
            .map(provider -> "io.sensormine.contracts." + provider + "..")
            .toArray(String[]::new);
    if (forbidden.length > 0) {
      noClasses()
          .that()
          .resideInAPackage("io.sensormine." + service + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .check(OURS);
    }
  }

  @Test
  void checksMessagesInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sensormine.check..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.networknt..")
        .check(OURS);
  }

  @Test
  void hasNoCircleOfPackages() {
    for (var module : List.of("identity", "registry", "device", "ingestion", "query")) {
      slices()
          .matching("io.sensormine." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(OURS);
    }
  }

  @Test
  void declaresWhoMayCallEveryOperation() {
    var undeclared =
        OURS.stream()
            .filter(type -> type.isAnnotatedWith(Controller.class))
            .filter(type -> !type.isAnnotatedWith(Secured.class))
            .flatMap(type -> type.getMethods().stream())
            .filter(ArchitectureTest::isOperation)
            .filter(method -> !method.isAnnotatedWith(Secured.class))
            .map(JavaMethod::getFullName);
    assertThat(undeclared).isEmpty();
  }

  /** A route of its own, or the implementation of one that a contract declares. */
  private static boolean isOperation(JavaMethod method) {
    return !method.getModifiers().contains(JavaModifier.SYNTHETIC)
        && (isRoute(method)
            || method.getOwner().getAllRawInterfaces().stream()
                .flatMap(contract -> contract.getMethods().stream())
                .anyMatch(
                    declared -> declared.getName().equals(method.getName()) && isRoute(declared)));
  }

  private static boolean isRoute(JavaMethod method) {
    return method.isMetaAnnotatedWith(HttpMethodMapping.class);
  }

  @Test
  void injectsThroughConstructorsOnly() {
    fields().should().notBeAnnotatedWith(Inject.class).check(OURS);
  }

  @Test
  void keepsControllersToThemselves() {
    classes()
        .that()
        .areAnnotatedWith(Controller.class)
        .should()
        .notBePublic()
        .allowEmptyShould(true)
        .check(OURS);
  }

  @Test
  void packagesByFeatureNeverByLayer() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..controller..", "..service.impl..", "..repository..", "..dto..", "..util..")
        .check(OURS);
  }

  @Test
  void asksTheClockThatWasInjected() {
    noClasses()
        .that()
        .resideInAnyPackage(
            SERVICES.stream().map(s -> "io.sensormine." + s + "..").toArray(String[]::new))
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(OURS);
  }
}
