package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LintTest {
    private static final Pattern RULE_OFF = Pattern.compile("(?m)^( *#.*\n)? *ignore_checks:.*$");

    @Test
    void cfnLintFindsNothing() {
        List<String> arguments =
                new ArrayList<>(List.of("-c", "import sys; from cfnlint.runner import main; sys.exit(main())"));
        Project.templates().forEach(template -> arguments.add(template.toString()));
        Command.Result lint = Python.run("cfnlint", arguments.toArray(String[]::new));
        assertThat(lint.output() + lint.errors()).isEmpty();
        assertThat(lint.status()).isZero();
    }

    @Test
    void noRuleIsOffWithoutAReasonBesideIt() {
        assertThat(Project.templates())
                .isNotEmpty()
                .allSatisfy(template -> assertThat(
                                RULE_OFF.matcher(Project.text(template)).results())
                        .allSatisfy(
                                off -> assertThat(off.group(1)).as(off.group()).isNotNull()));
    }

    /** The whole stack is uploaded; the registry and a change by hand go in the request, which takes so much. */
    @Test
    void noTemplateIsLargerThanARequestTakes() {
        assertThat(Project.templates())
                .allSatisfy(template -> assertThat(template.toFile().length()).isLessThan(51_200));
    }
}
