package io.tradepath;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tradepath", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_NETWORK_AND_NO_SPRING = noClasses()
            .that()
            .resideInAPackage("io.tradepath.alb..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.netty..", "java.net..", "java.nio.channels..", "org.springframework..", "javax.net..");

    @ArchTest
    static final ArchRule THE_ENGINE_DOES_NOT_KNOW_ITS_TRANSPORT = noClasses()
            .that()
            .resideInAPackage("io.tradepath.alb..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tradepath.gateway..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.tradepath.(**)").should().beFreeOfCycles();
}
