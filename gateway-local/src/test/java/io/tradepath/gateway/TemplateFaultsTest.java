package io.tradepath.gateway;

import static io.tradepath.gateway.Templates.answer;
import static io.tradepath.gateway.Templates.path;
import static io.tradepath.gateway.Templates.rule;
import static io.tradepath.gateway.Templates.withGroup;
import static io.tradepath.gateway.Templates.withRules;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.template.Finding;
import io.tradepath.alb.template.ReadResult;
import io.tradepath.alb.template.TemplateReader;
import io.tradepath.alb.template.TemplateSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateFaultsTest {

    static ReadResult read(String template) {
        return TemplateReader.read(List.of(new TemplateSource("test.yaml", template)), Map.of());
    }

    private static String manyRules() {
        StringBuilder rules = new StringBuilder();
        for (int i = 1; i <= 101; i++) {
            rules.append(rule("R" + i, i, path("/r" + i), answer("x")));
        }
        return rules.toString();
    }

    private static String groups(int count) {
        return "{Type: forward, ForwardConfig: {TargetGroups: ["
                + "{TargetGroupArn: !Ref A}, ".repeat(count).replaceAll(", $", "") + "]}}";
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        withRules(rule("R", 1, path("/1", "/2", "/3", "/4", "/5", "/6"), answer("x"))),
                        "R.Conditions: have 6 values; a rule may have 5"),
                Arguments.of(
                        withRules(rule("R", 1, path("/*a*b*", "/*c*d*"), answer("x"))),
                        "R.Conditions: have 6 wildcards; a rule may have 5"),
                Arguments.of(withRules(manyRules()), "has more than 100 rules"),
                Arguments.of(
                        withRules(rule("R", 1, path("/a"), groups(6))),
                        "R.Actions[0].ForwardConfig.TargetGroups: has 6 target groups; an action may have 5"),
                Arguments.of(
                        withRules(rule("R", 7, path("/a"), answer("x")) + rule("S", 7, path("/b"), answer("x"))),
                        "S.Priority: 7 is taken by R on the same listener"),
                Arguments.of(
                        withRules(rule("R", 1, path("/" + "a".repeat(128)), answer("x"))),
                        "has a pattern of 129 characters; 128 are allowed"),
                Arguments.of(
                        withRules(rule("R", 50_001, path("/a"), answer("x"))),
                        "R.Priority: must be a number from 1 to 50000, not '50001'"),
                Arguments.of(
                        withRules(rule("R", 1, path("/a") + "," + path("/b"), answer("x"))),
                        "R.Conditions[1].Field: path-pattern may be in a rule only once"),
                Arguments.of(
                        withRules(rule(
                                "R",
                                1,
                                "{Field: http-header, HttpHeaderConfig: {HttpHeaderName: Host, Values: [x]}}",
                                answer("x"))),
                        "cannot be Host: use a host-header condition"),
                Arguments.of(
                        withRules(
                                rule("R", 1, "{Field: source-ip, SourceIpConfig: {Values: [10.0.0.1]}}", answer("x"))),
                        "'10.0.0.1' is no CIDR block such as 10.0.0.0/8"),
                Arguments.of(
                        withRules(rule("R", 1, "{Field: path-pattern, RegexValues: ['a(?=b)']}", answer("x"))),
                        "has a lookaround, back-reference or possessive quantifier"),
                Arguments.of(
                        withRules(rule("R", 1, path("/a"), "{Type: forward, TargetGroupArn: !Ref Nobody}")),
                        "Ref names 'Nobody', which is neither a parameter nor a resource"),
                Arguments.of(
                        withRules(rule("R", 1, path("/a"), "{Type: forward, TargetGroupArn: !Ref LB}")),
                        "R.Actions[0].TargetGroupArn: names 'LB', which is no target group of the templates"),
                Arguments.of(
                        withRules(rule("R", 1, path("/a"), "{Type: jwt-validation}, " + answer("x"))),
                        "jwt-validation exists on HTTPS listeners only"),
                Arguments.of(
                        withRules(rule(
                                "R",
                                1,
                                path("/a"),
                                "{Type: fixed-response, FixedResponseConfig: {StatusCode: '302'}}")),
                        "must be 2XX, 4XX or 5XX, not '302'"),
                Arguments.of(withRules(rule("R", 1, path("/a"), answer("x".repeat(1025)))), "has 1025 bytes"),
                Arguments.of(
                        withGroup("HealthCheckTimeoutSeconds: 10"),
                        "A.HealthCheckTimeoutSeconds: must be below the interval of 10 s"),
                Arguments.of(
                        withGroup("HealthyThresholdCount: 11"),
                        "A.HealthyThresholdCount: must be a number from 2 to 10, not '11'"),
                Arguments.of(withGroup("Matcher: {HttpCode: 'ok'}"), "'ok' is no matcher such as 200 or 200-299"),
                Arguments.of("Resources: [", "is neither YAML nor JSON"),
                Arguments.of("just: text", "it has no Resources"),
                Arguments.of("Resources: {}\nResources: {}", "has the key Resources twice"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    @Conforms(item = 3, says = "A template beyond a limit is refused, with file, line, resource, property and limit")
    void aFaultIsNamedWithItsPlace(String template, String message) {
        List<Finding> errors = read(template).errors();
        assertThat(errors.toString()).contains(message);
        assertThat(errors.toString()).contains("test.yaml:");
    }

    @Test
    void theLineOfAFaultIsTheLineOfItsValue() {
        String template = withRules(rule("R", 50_001, path("/a"), answer("x")));
        int line = template.substring(0, template.indexOf("50001")).split("\n", -1).length;
        assertThat(read(template).errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(line);
            assertThat(error.resource()).isEqualTo("R");
            assertThat(error.property()).isEqualTo("Priority");
        });
    }

    @Test
    void allFaultsAreFoundInOneReading() {
        String template = withRules(
                rule("R", 0, path("/a"), answer("x")) + rule("S", 2, "{Field: colour, Values: [red]}", answer("x")));
        assertThat(read(template).errors()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @Conforms(item = 15, says = "Weighted groups with target stickiness but no group stickiness: a warning")
    void warnsOfTargetStickinessBehindWeights() {
        String template = Templates.all(
                "",
                "TargetGroupAttributes: [{Key: stickiness.enabled, Value: 'true'}]",
                "",
                "- {Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref A, Weight: 1},"
                        + " {TargetGroupArn: !Ref B, Weight: 1}]}}");
        assertThat(read(template).of(Finding.Severity.WARNING).toString())
                .contains("need TargetGroupStickinessConfig too");
    }

    @Test
    void aParameterThatNoTemplateHasIsAnError() {
        ReadResult read = TemplateReader.read(
                List.of(new TemplateSource("test.yaml", Templates.forwardAll())), Map.of("Nobody", "1"));
        assertThat(read.errors().toString()).contains("no template has a parameter Nobody");
    }
}
