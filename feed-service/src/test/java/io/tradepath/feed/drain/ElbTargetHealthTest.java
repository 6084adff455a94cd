package io.tradepath.feed.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.feed.drain.TargetHealth.State;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

class ElbTargetHealthTest {
    private static final String ARN =
            "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/feed/0123456789abcdef";

    private final StubEndpoint metadata = new StubEndpoint();
    private final StubEndpoint elb = new StubEndpoint();
    private final TargetHealth health = new ElbTargetHealth(
            ElasticLoadBalancingV2Client.builder()
                    .endpointOverride(elb.url())
                    .region(Region.EU_CENTRAL_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                    .build(),
            ARN,
            metadata.url(),
            8083);

    @BeforeEach
    void tellTheTaskItsAddress() {
        metadata.answers(
                200,
                "{\"DockerId\":\"d\",\"Name\":\"feed\",\"Networks\":"
                        + "[{\"NetworkMode\":\"awsvpc\",\"IPv4Addresses\":[\"10.0.2.106\"]}]}");
    }

    @AfterEach
    void close() {
        health.close();
        elb.close();
        metadata.close();
    }

    private static String described(String state) {
        return """
                <DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/">
                  <DescribeTargetHealthResult><TargetHealthDescriptions><member>
                    <Target><Id>10.0.2.106</Id><Port>8083</Port></Target>
                    <TargetHealth><State>%s</State></TargetHealth>
                  </member></TargetHealthDescriptions></DescribeTargetHealthResult>
                </DescribeTargetHealthResponse>""".formatted(state);
    }

    @ParameterizedTest
    @CsvSource({
        "initial,SERVING",
        "healthy,SERVING",
        "unhealthy,SERVING",
        "draining,DRAINING",
        "unhealthy.draining,DRAINING",
        "unused,NOT_A_TARGET",
        "unavailable,NOT_A_TARGET",
        "a-state-of-later,NOT_A_TARGET",
    })
    void readsTheStateOfItsOwnTarget(String state, State expected) throws Exception {
        elb.answers(200, described(state));

        assertThat(health.look()).isEqualTo(expected);
    }

    @Test
    void asksForItselfAloneByTheAddressThatEcsTells() throws Exception {
        elb.answers(200, described("healthy"));

        health.look();

        assertThat(URLDecoder.decode(elb.asked(), StandardCharsets.UTF_8).split("&"))
                .contains(
                        "Action=DescribeTargetHealth",
                        "TargetGroupArn=" + ARN,
                        "Targets.member.1.Id=10.0.2.106",
                        "Targets.member.1.Port=8083");
    }

    @Test
    void knowsNothingWhenItIsRefused() {
        elb.answers(
                403,
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not allowed</Message></Error></ErrorResponse>");

        assertThatThrownBy(health::look).isInstanceOf(IOException.class).hasMessageContaining("not allowed");
    }

    @Test
    void asksForItsAddressAgainUntilItKnowsIt() throws Exception {
        elb.answers(200, described("healthy"));
        metadata.answers(500, "");
        assertThatThrownBy(health::look).isInstanceOf(IOException.class).hasMessageContaining("500");
        metadata.answers(200, "{}");
        assertThatThrownBy(health::look).isInstanceOf(IOException.class).hasMessageContaining("no address");
        tellTheTaskItsAddress();

        assertThat(health.look()).isEqualTo(State.SERVING);
        metadata.answers(500, "");
        assertThat(health.look()).isEqualTo(State.SERVING);
    }

    @Test
    void asksInTheTargetGroupsRegion() {
        assertThat(ElbTargetHealth.region(ARN)).isEqualTo("eu-central-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "feed", "arn:aws:elasticloadbalancing::1:targetgroup/feed/1", "arn:aws:s3:::bucket"})
    void refusesWhatNamesNoTargetGroup(String arn) {
        assertThatThrownBy(() -> ElbTargetHealth.region(arn)).isInstanceOf(IllegalArgumentException.class);
    }
}
