package io.tradepath.feed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packages = "io.tradepath.feed", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES =
            slices().matching("io.tradepath.feed.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CONTROLLERS_STAY_IN_THEIR_FEATURE =
            classes().that().areAnnotatedWith(RestController.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule JETTYS_CORE_IS_BEHIND_ONE_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("io.tradepath.feed.jetty")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty.websocket..");

    @ArchTest
    static final ArchRule DELIVERY_KNOWS_NO_SPRING = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.tradepath.feed.stomp",
                    "io.tradepath.feed.streams",
                    "io.tradepath.feed.session",
                    "io.tradepath.feed.source",
                    "io.tradepath.feed.publisher",
                    "io.tradepath.feed.jetty")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule NO_CLASS_IS_A_DUMPING_GROUND = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util");
}
