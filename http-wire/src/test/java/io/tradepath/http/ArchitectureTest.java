package io.tradepath.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.tradepath", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ANSWERS_KNOW_NOTHING_OF_TOKENS = noClasses()
            .that()
            .resideInAPackage("io.tradepath.http")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.tradepath.http.token");

    @ArchTest
    static final ArchRule NO_SERVICE_IS_KNOWN = noClasses()
            .that()
            .resideInAPackage("io.tradepath.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tradepath.accounts..", "io.tradepath.executions..", "io.tradepath.feed..");
}
