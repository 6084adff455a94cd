package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.Action;
import io.tradepath.alb.Listener;
import io.tradepath.alb.Rule;
import io.tradepath.alb.TargetGroupSettings;
import io.tradepath.alb.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole stack created in moto's CloudFormation, and what moto then has compared with what gateway-local reads. */
class CreatedInMotoTest {
    /** What moto 5.2 cannot create; its newer versions may. */
    private static final Set<String> LACKING = Set.of(
            "AWS::ApplicationAutoScaling::ScalableTarget",
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            "AWS::CloudFront::Distribution",
            "AWS::CloudFront::Function",
            "AWS::CloudFront::OriginAccessControl",
            "AWS::CloudWatch::Alarm",
            "AWS::Cognito::UserPool",
            "AWS::Cognito::UserPoolClient",
            "AWS::Cognito::UserPoolDomain",
            "AWS::Cognito::UserPoolResourceServer",
            "AWS::EC2::SecurityGroupEgress",
            "AWS::MSK::Cluster",
            "AWS::MSK::Configuration",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::Subscription",
            "AWS::SecretsManager::Secret");

    private static JsonNode created;
    private static Topology understood;

    @BeforeAll
    static void create() {
        String script = Project.home()
                .resolve("deployment-tests/src/test/python/created_in_moto.py")
                .toString();
        created = JsonMapper.shared()
                .readTree(Python.run("moto", script, Project.infra().toString()).expectSuccess());
        understood = Routes.of("VerifyTokens", "false");
    }

    @Test
    void listenersAndTheirRulesAreThoseThatTheGatewayUnderstands() {
        Map<String, Object> inMoto = new LinkedHashMap<>();
        for (JsonNode listener : created.get("listeners")) {
            inMoto.put(
                    listener.get("id").asString() + " "
                            + listener.get("protocol").asString() + ":"
                            + listener.get("port").asInt(),
                    listener.get("rules")
                            .valueStream()
                            .map(CreatedInMotoTest::rule)
                            .toList());
        }
        Map<String, Object> inGateway = new LinkedHashMap<>();
        for (Listener listener : understood.listeners()) {
            inGateway.put(
                    listener.id() + " " + (listener.tls() ? "HTTPS" : "HTTP") + ":" + listener.port(),
                    listener.rules().stream().map(CreatedInMotoTest::rule).toList());
        }
        assertThat(inMoto).isEqualTo(inGateway).hasSize(2);
    }

    private static String rule(JsonNode rule) {
        return "%s %s %s: %s"
                .formatted(
                        rule.get("rule").asString(),
                        rule.get("priority").asString(),
                        rule.get("conditions")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList(),
                        rule.get("action").asString());
    }

    private static String rule(Rule rule) {
        List<String> conditions = rule.conditions().stream()
                .map(condition -> condition.field() + " is " + String.join(" or ", condition.values()))
                .toList();
        return "%s %s %s: %s"
                .formatted(
                        rule.id(),
                        rule.isDefault() ? "default" : rule.priority(),
                        conditions,
                        switch (rule.action()) {
                            case Action.Forward forward -> "forward to " + forward.groupAt(0);
                            case Action.Redirect redirect ->
                                "redirect %d to %s:%s"
                                        .formatted(redirect.status(), redirect.protocol(), redirect.port());
                            case Action.FixedResponse fixed -> "answer " + fixed.status();
                        });
    }

    @Test
    void targetGroupsAndTheServicesBehindThemAreThoseThatTheGatewayUnderstands() {
        Set<String> inMoto = created.get("targetGroups")
                .valueStream()
                .map(group -> group(
                        group.get("id").asString(),
                        group.get("algorithm").asString(),
                        group.get("deregistrationDelaySeconds").asLong(),
                        group.get("healthCheckPort").asInt()
                                + group.get("healthCheckPath").asString(),
                        group.get("healthCheckIntervalSeconds").asLong(),
                        group.get("healthyThreshold").asInt(),
                        group.get("unhealthyThreshold").asInt(),
                        group.get("services")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList()))
                .collect(Collectors.toSet());
        Set<String> inGateway =
                understood.groups().stream().map(CreatedInMotoTest::group).collect(Collectors.toSet());
        assertThat(inMoto).isEqualTo(inGateway).hasSize(3);
    }

    private static String group(TargetGroupSettings group) {
        return group(
                group.id(),
                group.algorithm().name().toLowerCase(Locale.ROOT),
                group.deregistrationDelay().toSeconds(),
                group.healthCheck().port() + group.healthCheck().path(),
                group.healthCheck().interval().toSeconds(),
                group.healthCheck().healthyThreshold(),
                group.healthCheck().unhealthyThreshold(),
                group.services());
    }

    private static String group(Object... parts) {
        return List.of(parts).toString();
    }

    @Test
    void nothingButWhatMotoLacksIsLeftOut() {
        assertThat(created.get("notCreated").propertyNames()).isSubsetOf(LACKING);
    }
}
