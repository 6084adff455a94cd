package io.tradepath.alb.template;

import io.tradepath.alb.HealthCheck;
import io.tradepath.alb.StatusMatcher;
import io.tradepath.alb.Stickiness;
import io.tradepath.alb.TargetGroupSettings;
import io.tradepath.alb.TargetGroupSettings.Algorithm;
import java.time.Duration;
import java.util.List;

/** Reads a target group: health check, algorithm, stickiness, deregistration delay. */
final class TargetGroupReader {

    private static final int COOKIE_SECONDS_MAX = 604_800;

    private final Properties properties;
    private final List<String> services;
    private Algorithm algorithm = Algorithm.ROUND_ROBIN;
    private int deregistrationDelaySeconds = 300;
    private boolean sticky;
    private String stickyType = "lb_cookie";
    private String appCookie = "";
    private int lbCookieSeconds = 86_400;
    private int appCookieSeconds = 86_400;

    TargetGroupReader(Properties properties, List<String> services) {
        this.properties = properties;
        this.services = services;
    }

    TargetGroupSettings read() {
        String protocol = properties.text("Protocol", "HTTP");
        if (!protocol.equals("HTTP") && !protocol.equals("HTTPS")) {
            properties.error("Protocol", protocol + " is none that an Application Load Balancer forwards by");
        }
        if (!properties.text("ProtocolVersion", "HTTP1").equals("HTTP1")) {
            properties.report(
                    Finding.Severity.NOT_EMULATED,
                    "ProtocolVersion",
                    "targets are spoken to by HTTP/1.1, whatever it says");
        }
        String type = properties.text("TargetType", "instance");
        if (type.equals("lambda") || type.equals("alb")) {
            properties.report(
                    Finding.Severity.NOT_EMULATED, "TargetType", type + " targets: give a host and port with --target");
        }
        if (properties.has("Targets")) {
            properties.report(
                    Finding.Severity.NOT_EMULATED,
                    "Targets",
                    "addresses of AWS are not registered here: give a host and port with --target");
        }
        for (Properties attribute : properties.children("TargetGroupAttributes")) {
            readAttribute(attribute);
        }
        properties.ignore("Port", "Name", "HealthCheckEnabled", "TargetControlPort");
        HealthCheck check = healthCheck(protocol);
        properties.reportUnknown();
        return new TargetGroupSettings(
                properties.resource(),
                properties.text("Name", properties.resource()),
                protocol.equals("HTTPS"),
                check,
                algorithm,
                stickiness(),
                Duration.ofSeconds(deregistrationDelaySeconds),
                services);
    }

    private HealthCheck healthCheck(String protocol) {
        String port = properties.text("HealthCheckPort", "traffic-port");
        int interval = properties.integer("HealthCheckIntervalSeconds", 5, 300, 30);
        int timeout = properties.integer("HealthCheckTimeoutSeconds", 2, 120, 5);
        if (timeout >= interval) {
            properties.error("HealthCheckTimeoutSeconds", "must be below the interval of " + interval + " s");
        }
        String path = properties.text("HealthCheckPath", "/");
        if (!path.startsWith("/")) {
            properties.error("HealthCheckPath", "must start with /");
        }
        return new HealthCheck(
                properties.text("HealthCheckProtocol", protocol).equals("HTTPS"),
                port.equals("traffic-port") ? 0 : properties.integer("HealthCheckPort", 1, 65_535, 0),
                path,
                Duration.ofSeconds(interval),
                Duration.ofSeconds(timeout),
                properties.integer("HealthyThresholdCount", 2, 10, 5),
                properties.integer("UnhealthyThresholdCount", 2, 10, 2),
                matcher());
    }

    private StatusMatcher matcher() {
        Properties matcher = properties.child("Matcher");
        if (matcher == null) {
            return StatusMatcher.parse("200");
        }
        try {
            return StatusMatcher.parse(matcher.requiredText("HttpCode", "200"));
        } catch (IllegalArgumentException e) {
            matcher.error("HttpCode", String.valueOf(e.getMessage()));
            return StatusMatcher.parse("200");
        }
    }

    private Stickiness stickiness() {
        if (!sticky) {
            return Stickiness.NONE;
        }
        if (stickyType.equals("app_cookie")) {
            if (appCookie.isEmpty()) {
                properties.error(
                        "TargetGroupAttributes", "stickiness.type app_cookie needs stickiness.app_cookie.cookie_name");
            }
            return new Stickiness.ApplicationCookie(appCookie, Duration.ofSeconds(appCookieSeconds));
        }
        return new Stickiness.LoadBalancerCookie(Duration.ofSeconds(lbCookieSeconds));
    }

    private void readAttribute(Properties attribute) {
        String key = attribute.requiredText("Key", "");
        switch (key) {
            case "deregistration_delay.timeout_seconds" ->
                deregistrationDelaySeconds = attribute.integer("Value", 0, 3600, 300);
            case "load_balancing.algorithm.type" ->
                algorithm = LoadBalancerReader.attributeEnum(attribute, Algorithm.class, algorithm);
            case "load_balancing.algorithm.anomaly_mitigation" -> {
                if (attribute.text("Value", "off").equals("on")) {
                    attribute.report(Finding.Severity.NOT_EMULATED, "Value", "anomaly mitigation is not emulated");
                }
            }
            case "slow_start.duration_seconds" -> {
                if (attribute.integer("Value", 0, 900, 0) > 0) {
                    attribute.report(
                            Finding.Severity.NOT_EMULATED,
                            "Value",
                            "slow start is not emulated: a healthy target has its full share at once");
                }
            }
            case "stickiness.enabled" -> sticky = attribute.flag("Value", false);
            case "stickiness.type" -> {
                stickyType = attribute.text("Value", "lb_cookie");
                if (!stickyType.equals("lb_cookie") && !stickyType.equals("app_cookie")) {
                    attribute.error("Value", "must be lb_cookie or app_cookie, not '" + stickyType + "'");
                }
            }
            case "stickiness.lb_cookie.duration_seconds" ->
                lbCookieSeconds = attribute.integer("Value", 1, COOKIE_SECONDS_MAX, 86_400);
            case "stickiness.app_cookie.duration_seconds" ->
                appCookieSeconds = attribute.integer("Value", 1, COOKIE_SECONDS_MAX, 86_400);
            case "stickiness.app_cookie.cookie_name" -> appCookie = attribute.text("Value", "");
            case "load_balancing.cross_zone.enabled" -> {
                // one zone here
            }
            default ->
                attribute.report(
                        Finding.Severity.NOT_EMULATED,
                        "Key",
                        "attribute " + key + " is not known here and changes nothing");
        }
    }
}
