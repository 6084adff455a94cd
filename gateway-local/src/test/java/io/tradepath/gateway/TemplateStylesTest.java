package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.Action;
import io.tradepath.alb.Listener;
import io.tradepath.alb.Rule;
import io.tradepath.alb.Stickiness;
import io.tradepath.alb.TargetGroupSettings;
import io.tradepath.alb.template.Finding;
import io.tradepath.alb.template.ReadResult;
import io.tradepath.alb.template.TemplateReader;
import io.tradepath.alb.template.TemplateSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Templates as other people write them. */
class TemplateStylesTest {

    private static ReadResult read(Map<String, String> parameters, String... names) throws IOException {
        List<TemplateSource> sources = new ArrayList<>();
        for (String name : names) {
            try (InputStream in =
                    Objects.requireNonNull(TemplateStylesTest.class.getResourceAsStream("/templates/" + name), name)) {
                sources.add(new TemplateSource(name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        ReadResult read = TemplateReader.read(sources, parameters);
        assertThat(read.errors()).isEmpty();
        return read;
    }

    private static List<String> rules(Listener listener) {
        return listener.rules().stream()
                .map(rule -> rule.priority() + " "
                        + rule.conditions().stream().map(RuleText::condition).toList() + " " + RuleText.action(rule))
                .toList();
    }

    private static Listener listener(ReadResult read, String id) {
        return Objects.requireNonNull(read.topology().listener(id), id);
    }

    private static TargetGroupSettings group(ReadResult read, String id) {
        return read.topology().groups().stream()
                .filter(group -> group.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLongFormTemplateWithEcsServicesLoads() throws IOException {
        ReadResult read = read(Map.of("Environment", "prod"), "ecs-long-form.yaml");
        assertThat(rules(listener(read, "PublicListener")))
                .containsExactly(
                        "10 [host-header is api.example.com or api.prod.example.com, path-pattern is /v1/*] forward to"
                                + " ApiBlue (90), ApiGreen (10)",
                        "20 [http-header X-Canary is yes, http-request-method is GET or HEAD] forward to ApiGreen",
                        "30 [query-string is beta=* or internal] forward to ApiGreen",
                        "0 [] redirect 301 to HTTPS://#{host}:443/#{path}");
        TargetGroupSettings blue = group(read, "ApiBlue");
        assertThat(blue.services()).containsExactly("BlueService");
        assertThat(blue.healthCheck().interval()).hasSeconds(15);
        assertThat(blue.stickiness()).isInstanceOf(Stickiness.LoadBalancerCookie.class);
        assertThat(blue.algorithm()).isEqualTo(TargetGroupSettings.Algorithm.LEAST_OUTSTANDING_REQUESTS);
        Rule weighted = listener(read, "PublicListener").rules().getFirst();
        assertThat(((Action.Forward) weighted.action()).groupStickiness()).hasSeconds(600);
        assertThat(listener(read, "PublicListener").loadBalancer().idleTimeout())
                .hasSeconds(120);
        assertThat(read.of(Finding.Severity.NOT_EMULATED).toString())
                .contains("PublicListener.Dummy: is not known here")
                .contains("Waf: WAF is not emulated")
                .contains("ApiGreen.TargetGroupAttributes[0].Value: slow start is not emulated")
                .contains("Alb.LoadBalancerAttributes[1].Key: attribute routing.future.thing is not known here");
    }

    @Test
    void aConditionLeavesResourcesAndActionsOut() throws IOException {
        ReadResult read = read(Map.of("Environment", "dev"), "ecs-long-form.yaml");
        assertThat(rules(listener(read, "PublicListener")))
                .first()
                .asString()
                .contains("api.dev.example.com")
                .endsWith("forward to ApiBlue (90), ApiGreen (10)");
        assertThat(listener(read, "PublicListener").rules())
                .extracting(Rule::id)
                .doesNotContain("BetaRule");
    }

    @Test
    void stacksThatImportFromEachOtherLoadTogether() throws IOException {
        ReadResult read = read(Map.of("NetworkStack", "network"), "network.yaml", "service.json");
        assertThat(rules(listener(read, "SharedListener")))
                .containsExactly("5 [path-pattern is /orders or /orders/*] forward to Orders", "0 [] answer 404");
        assertThat(group(read, "Orders").healthCheck().path()).isEqualTo("/ping/eu");
        assertThat(group(read, "Orders").healthCheck().port()).isEqualTo(8443);
        assertThat(group(read, "Orders").tls()).isTrue();
    }

    @Test
    void aRuleWhoseListenerNobodyExportsSaysWhichTemplateIsMissing() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TemplateStylesTest.class.getResourceAsStream("/templates/service.json"))) {
            ReadResult read = TemplateReader.read(
                    List.of(new TemplateSource("service.json", new String(in.readAllBytes(), StandardCharsets.UTF_8))),
                    Map.of("NetworkStack", "network"));
            assertThat(read.errors().toString())
                    .contains("OrdersRule.ListenerArn: no loaded template exports 'network-ListenerArn'");
        }
    }

    @Test
    void aListenerGivenByParameterIsFoundByItsLogicalId() throws IOException {
        ReadResult read = read(
                Map.of("ListenerArn", "SharedListener", "Vpc", "vpc-1", "AWS::StackName", "network"),
                "network.yaml",
                "by-parameter.yaml");
        assertThat(rules(listener(read, "SharedListener"))).first().asString().contains("forward to Web");
    }
}
