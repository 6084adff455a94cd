package io.tradepath.backing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tradepath.backing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.tradepath.(backing..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule springIsTheIssuersAlone = noClasses()
            .that()
            .resideOutsideOfPackage("..issuer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");
}
