package imprint.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import imprint.access.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import java.io.ObjectInputStream;

/** The walls of the house, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "imprint", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
  @ArchTest
  static final ArchRule nothingKnowsTheWire =
      noClasses()
          .that()
          .resideOutsideOfPackages("imprint.mlflow..", "imprint.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("imprint.mlflow..", "imprint.api..");

  @ArchTest
  static final ArchRule onlyWiresAndAccessSpeakHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "imprint.mlflow..", "imprint.api..", "imprint.http..", "imprint.access..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "io.vertx..");

  @ArchTest
  static final ArchRule onlyWiresKnowHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages("imprint.mlflow..", "imprint.api..", "imprint.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("imprint.http..");

  @ArchTest
  static final ArchRule storagesKnowNoNames =
      noClasses()
          .that()
          .resideInAPackage("imprint.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "imprint.artifact..",
              "imprint.archive..",
              "imprint.upload..",
              "imprint.tracking..",
              "imprint.project..",
              "imprint.access..");

  @ArchTest
  static final ArchRule policiesAreJudgedByFactsAlone =
      onlyKnows("imprint.policy..", "imprint.policy..", "imprint.failure..");

  @ArchTest
  static final ArchRule attestationsKnowNoRegistry =
      onlyKnows(
          "imprint.attestation..",
          "imprint.attestation..",
          "imprint.failure..",
          "imprint.secret..",
          "imprint.sql..");

  @ArchTest
  static final ArchRule secretsKnowNothing =
      onlyKnows("imprint.secret..", "imprint.secret..", "imprint.failure..");

  @ArchTest
  static final ArchRule theRegistryDoesNotJudge =
      noClasses()
          .that()
          .resideInAPackage("imprint.registry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "imprint.promotion..",
              "imprint.policy..",
              "imprint.attestation..",
              "imprint.access..",
              "imprint.upload..",
              "imprint.archive..");

  private static ArchRule onlyKnows(String room, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat(
            resideInAPackage("imprint..")
                .and(
                    com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(allowed))));
  }

  @ArchTest
  static final ArchRule trackingKnowsOnlyTheFloorsBelow =
      noClasses()
          .that()
          .resideInAPackage("imprint.tracking..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("imprint..")
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.not(
                          resideInAnyPackage(
                              "imprint.tracking..",
                              "imprint.search..",
                              "imprint.project..",
                              "imprint.failure..",
                              "imprint.page..",
                              "imprint.sql.."))));

  @ArchTest
  static final ArchRule searchKnowsNoProduct =
      noClasses()
          .that()
          .resideInAnyPackage(
              "imprint.search..", "imprint.page..", "imprint.failure..", "imprint.sql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "imprint.tracking..",
              "imprint.artifact..",
              "imprint.project..",
              "imprint.access..",
              "imprint.launch..");

  @ArchTest
  static final ArchRule nothingKnowsTheLauncher =
      noClasses()
          .that()
          .resideOutsideOfPackages("imprint", "imprint.launch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("imprint.launch..");

  @ArchTest
  static final ArchRule noCycles = slices().matching("imprint.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyStoresReachTheDatabase =
      classes()
          .that()
          .resideInAPackage("imprint..")
          .and()
          .resideOutsideOfPackages("imprint.sql..", "imprint.search..", "imprint.launch..")
          .and(
              new com.tngtech.archunit.base.DescribedPredicate<>("use imprint.sql") {
                @Override
                public boolean test(com.tngtech.archunit.core.domain.JavaClass type) {
                  return type.getDirectDependenciesFromSelf().stream()
                      .anyMatch(
                          dependency ->
                              dependency.getTargetClass().getPackageName().equals("imprint.sql"));
                }
              })
          .should(
              new com.tngtech.archunit.lang.ArchCondition<>(
                  "be a store or open a transaction as a use case") {
                @Override
                public void check(
                    com.tngtech.archunit.core.domain.JavaClass type,
                    com.tngtech.archunit.lang.ConditionEvents events) {
                  boolean store = type.getFullName().matches(".*Store(\\$.*)?");
                  boolean opensOnly =
                      type.getMethodCallsFromSelf().stream()
                          .filter(
                              call -> call.getTargetOwner().getPackageName().equals("imprint.sql"))
                          .allMatch(call -> call.getName().equals("transaction"));
                  if (!store && !opensOnly) {
                    events.add(
                        com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                            type, type.getName() + " runs SQL but is no *Store"));
                  }
                }
              });

  @ArchTest
  static final ArchRule everyEndpointNamesItsPermission =
      methods().that().areMetaAnnotatedWith(HttpMethod.class).should().beAnnotatedWith(Needs.class);

  @ArchTest
  static final ArchRule constructorsInject = fields().should().notBeAnnotatedWith(Inject.class);

  @ArchTest
  static final ArchRule namesSaySomething =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Common|Impl)(\\$.*)?");

  @ArchTest
  static final ArchRule nothingIsDeserialised =
      noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);
}
