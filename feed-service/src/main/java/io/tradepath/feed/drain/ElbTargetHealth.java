package io.tradepath.feed.drain;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks Elastic Load Balancing (DescribeTargetHealth) for this task's target. ECS registers a task by its address and the
 * container's port, and tells the task its address by the metadata endpoint, version 4.
 */
final class ElbTargetHealth implements TargetHealth {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    private final ElasticLoadBalancingV2Client elb;
    private final String targetGroupArn;
    private final URI taskMetadataUrl;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();
    /** Asked for until it is known; a task keeps its address. */
    private @Nullable TargetDescription self;

    ElbTargetHealth(ElasticLoadBalancingV2Client elb, String targetGroupArn, URI taskMetadataUrl, int port) {
        this.elb = elb;
        this.targetGroupArn = targetGroupArn;
        this.taskMetadataUrl = taskMetadataUrl;
        this.port = port;
    }

    /** With the task's role, in the target group's region. */
    static ElbTargetHealth inEcs(String targetGroupArn, URI taskMetadataUrl, int port) {
        ElasticLoadBalancingV2Client elb = ElasticLoadBalancingV2Client.builder()
                .region(Region.of(region(targetGroupArn)))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(ANSWER_MAX)
                        .socketTimeout(ANSWER_MAX)
                        .maxConnections(1))
                // The next look is the second try.
                .overrideConfiguration(
                        call -> call.apiCallTimeout(ANSWER_MAX).retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
        return new ElbTargetHealth(elb, targetGroupArn, taskMetadataUrl, port);
    }

    /** Of {@code arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/…}. */
    static String region(String targetGroupArn) {
        String[] parts = targetGroupArn.split(":", -1);
        if (parts.length != 6 || parts[3].isEmpty() || !parts[5].startsWith("targetgroup/")) {
            throw new IllegalArgumentException("not the ARN of a target group: " + targetGroupArn);
        }
        return parts[3];
    }

    @Override
    public State look() throws IOException, InterruptedException {
        if (self == null) {
            self = TargetDescription.builder().id(ownAddress()).port(port).build();
        }
        TargetDescription target = self;
        try {
            DescribeTargetHealthResponse answer = elb.describeTargetHealth(
                    question -> question.targetGroupArn(targetGroupArn).targets(target));
            return answer.targetHealthDescriptions().stream()
                    .map(each -> State.of(each.targetHealth().stateAsString()))
                    .findFirst()
                    .orElse(State.NOT_A_TARGET);
        } catch (SdkException e) {
            throw new IOException("DescribeTargetHealth: " + e.getMessage(), e);
        }
    }

    /** All containers of a task have one address. */
    private String ownAddress() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(taskMetadataUrl).timeout(ANSWER_MAX).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("%s answers %d".formatted(taskMetadataUrl, response.statusCode()));
        }
        try {
            JsonNode address = JsonMapper.shared().readTree(response.body()).at("/Networks/0/IPv4Addresses/0");
            if (!address.isString()) {
                throw new IOException(taskMetadataUrl + " tells no address");
            }
            return address.asString();
        } catch (JacksonException e) {
            throw new IOException("%s answers what cannot be read".formatted(taskMetadataUrl), e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        elb.close();
    }
}
