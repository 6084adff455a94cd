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
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.tradepath.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule VALUES_KNOW_NOTHING_BUT_THE_JDK = noClasses()
            .that()
            .resideInAPackage("io.tradepath.fx..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("io.tradepath.fx..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule CONTRACTS_KNOW_NO_SPRING =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");
}
