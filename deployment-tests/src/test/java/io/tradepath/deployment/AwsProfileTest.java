package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What the services' profile {@code aws} must say, and what must be in their jars for it. */
class AwsProfileTest {
    @ParameterizedTest
    @ValueSource(strings = {"accounts", "executions", "feed"})
    void authenticatesToKafkaByItsRole(String service) throws IOException {
        Map<String, String> profile = profile(service);
        assertThat(profile)
                .containsEntry("spring.kafka.properties.security.protocol", "SASL_SSL")
                .containsEntry("spring.kafka.properties.sasl.mechanism", "AWS_MSK_IAM")
                .containsEntry(
                        "spring.kafka.properties.sasl.jaas.config",
                        "software.amazon.msk.auth.iam.IAMLoginModule required;")
                .containsEntry(
                        "spring.kafka.properties.sasl.client.callback.handler.class",
                        "software.amazon.msk.auth.iam.IAMClientCallbackHandler");
        Path jar = Project.home().resolve("%s-service/target/%s-service-exec.jar".formatted(service, service));
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.stream().map(JarEntry::getName)).anyMatch(name -> name.contains("aws-msk-iam-auth"));
        }
    }

    /** A failover moves the name to another address: a lost connection is noticed, and the new address is looked up. */
    @ParameterizedTest
    @ValueSource(strings = {"accounts", "executions"})
    void goesOnWithTheDatabaseThatTookOver(String service) {
        assertThat(profile(service).get("spring.datasource.url"))
                .startsWith("jdbc:postgresql://${TRADEPATH_DATABASE_HOST}:5432/" + service + "?")
                .contains("targetServerType=primary", "tcpKeepAlive=true", "sslmode=verify-full")
                .contains("sslrootcert=/certificates/rds.pem");
        assertThat(Project.text(Project.infra().resolve("images/Dockerfile")))
                .contains("networkaddress.cache.ttl=5")
                .contains("conf/security/java.security");
    }

    /** The template names the target group and lets the task ask; the feed's own leaving ends before the delay does. */
    @Test
    void theFeedWatchesItsOwnTargetHealth() {
        assertThat(profile("feed"))
                .containsEntry("tradepath.feed.drain.target-group-arn", "${TRADEPATH_FEED_TARGET_GROUP_ARN}")
                .containsEntry("tradepath.feed.drain.task-metadata-url", "${ECS_CONTAINER_METADATA_URI_V4}")
                .containsEntry("tradepath.feed.drain.look-each", "5s");
        String template = Project.text(Project.infra().resolve("tradepath.yaml"));
        assertThat(section(template, "FeedTask"))
                .contains("- {Name: TRADEPATH_FEED_TARGET_GROUP_ARN, Value: !Ref Feed}");
        assertThat(section(template, "FeedTaskRole"))
                .contains("{Effect: Allow, Action: \"elasticloadbalancing:DescribeTargetHealth\", Resource: \"*\"}");
    }

    private static String section(String template, String resource) {
        int start = template.indexOf("\n  " + resource + ":\n");
        assertThat(start).as(resource).isPositive();
        Matcher next = Pattern.compile("\n {0,2}\\w+:").matcher(template);
        return next.find(start + 1) ? template.substring(start, next.start()) : template.substring(start);
    }

    private static Map<String, String> profile(String service) {
        Path file = Project.home().resolve(service + "-service/src/main/resources/application-aws.yml");
        Map<String, String> flat = new TreeMap<>();
        flatten("", new Yaml().load(Project.text(file)), flat);
        return flat;
    }

    private static void flatten(String prefix, Object value, Map<String, String> flat) {
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> flatten(prefix.isEmpty() ? "" + name : prefix + "." + name, field, flat));
        } else {
            flat.put(prefix, String.valueOf(value));
        }
    }
}
