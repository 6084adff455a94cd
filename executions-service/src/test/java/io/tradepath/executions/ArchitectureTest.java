package io.tradepath.executions;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.web.bind.annotation.RestController;

@AnalyzeClasses(packagesOf = ExecutionsApplication.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.tradepath.executions.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule controllersArePackagePrivate =
            classes().that().areAnnotatedWith(RestController.class).should().notBePublic();

    @ArchTest
    static final ArchRule decisionsKnowNoDatabaseAndNoFramework = noClasses()
            .that()
            .haveSimpleNameStartingWith("OrderRules")
            .or()
            .haveSimpleNameStartingWith("OrderSteps")
            .or()
            .haveSimpleName("AccountAtWork")
            .or()
            .haveSimpleName("Position")
            .or()
            .haveSimpleName("PositionValue")
            .or()
            .haveSimpleName("Valuation")
            .or()
            .haveSimpleName("Conversion")
            .or()
            .haveSimpleName("Depth")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework..", "org.apache.kafka..");
}
