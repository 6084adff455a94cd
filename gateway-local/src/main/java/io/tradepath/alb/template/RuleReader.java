package io.tradepath.alb.template;

import io.tradepath.alb.Action;
import io.tradepath.alb.Condition;
import io.tradepath.alb.JwtValidation;
import io.tradepath.alb.Rule;
import io.tradepath.alb.Stickiness;
import io.tradepath.alb.TargetGroupSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads the conditions and actions of a rule, and the default actions of a listener. */
final class RuleReader {

    private static final int STICKY_SECONDS_MAX = 604_800;

    private final Properties properties;
    private final Map<String, TargetGroupSettings> groups;
    private final boolean tls;
    private @Nullable JwtValidation jwt;
    private @Nullable Action action;

    RuleReader(Properties properties, Map<String, TargetGroupSettings> groups, boolean tls) {
        this.properties = properties;
        this.groups = groups;
        this.tls = tls;
    }

    Rule readRule() {
        int priority = properties.integer("Priority", 1, Rule.PRIORITY_MAX, Rule.PRIORITY_MAX);
        if (!properties.has("Priority")) {
            properties.error("Priority", "is missing");
        }
        List<Condition> conditions = new ConditionReader(properties).read();
        readActions("Actions");
        if (properties.has("Transforms")) {
            properties.report(
                    Finding.Severity.NOT_EMULATED, "Transforms", "the host and the URL go on as the client sent them");
        }
        properties.ignore("ListenerArn");
        properties.reportUnknown();
        return new Rule(properties.resource(), priority, conditions, jwt, actionOrPlaceholder(), new LongAdder());
    }

    Rule readDefault() {
        readActions("DefaultActions");
        return new Rule(Rule.DEFAULT_ID, 0, List.of(), jwt, actionOrPlaceholder(), new LongAdder());
    }

    /** An action that could not be read was reported as an error, and nothing is served from such a template. */
    private Action actionOrPlaceholder() {
        return action != null ? action : new Action.FixedResponse(503, null, "");
    }

    private void readActions(String property) {
        List<Properties> actions = properties.children(property);
        if (actions.isEmpty()) {
            properties.error(property, "is missing");
        }
        for (int i = 0; i < actions.size(); i++) {
            readAction(actions.get(i), property + "[" + i + "]");
        }
        if (!actions.isEmpty() && action == null) {
            properties.error(property, "must end in forward, redirect or fixed-response");
        }
    }

    private void readAction(Properties each, String at) {
        String type = each.requiredText("Type", "");
        each.ignore("Order");
        Action read = switch (type) {
            case "forward" -> forward(each);
            case "redirect" -> redirect(each);
            case "fixed-response" -> fixedResponse(each);
            case "jwt-validation" -> {
                jwt = jwtValidation(each);
                yield null;
            }
            case "authenticate-oidc", "authenticate-cognito" -> {
                each.ignore("AuthenticateOidcConfig", "AuthenticateCognitoConfig");
                each.report(Finding.Severity.NOT_EMULATED, "Type", type + ": requests pass here without a login");
                requireTls(each, type);
                yield null;
            }
            default -> {
                each.error("Type", "'" + type + "' is no action of a listener");
                yield null;
            }
        };
        if (read != null && action != null) {
            properties.error(at, "is a second action that ends the rule");
        }
        action = read != null ? read : action;
        each.reportUnknown();
    }

    private void requireTls(Properties each, String type) {
        if (!tls) {
            each.error("Type", type + " exists on HTTPS listeners only");
        }
    }

    private @Nullable Action forward(Properties each) {
        Properties config = each.child("ForwardConfig");
        String single = each.text("TargetGroupArn");
        if (config == null) {
            String group = single == null ? null : knownGroup(each, "TargetGroupArn", single);
            if (single == null && !each.has("TargetGroupArn")) {
                each.error("TargetGroupArn", "is missing");
            }
            return group == null ? null : new Action.Forward(List.of(new Action.WeightedGroup(group, 1)), null);
        }
        List<Action.WeightedGroup> weighted = new ArrayList<>();
        List<Properties> tuples = config.children("TargetGroups");
        for (Properties tuple : tuples) {
            String group = knownGroup(tuple, "TargetGroupArn", tuple.requiredText("TargetGroupArn", ""));
            int weight = tuple.integer("Weight", 0, Action.WeightedGroup.WEIGHT_MAX, 1);
            if (group != null) {
                weighted.add(new Action.WeightedGroup(group, weight));
            }
            tuple.reportUnknown();
        }
        if (tuples.size() > Action.Forward.GROUPS_MAX) {
            config.error("TargetGroups", "has " + tuples.size() + " target groups; an action may have 5");
            return null;
        }
        Duration sticky = groupStickiness(config);
        config.reportUnknown();
        if (weighted.isEmpty()) {
            config.error("TargetGroups", "names no target group");
            return null;
        }
        warnOfTargetStickinessAlone(config, weighted, sticky);
        return new Action.Forward(weighted, sticky);
    }

    private @Nullable String knownGroup(Properties each, String property, String group) {
        if (groups.containsKey(group)) {
            return group;
        }
        if (!group.isEmpty()) {
            each.error(property, "names '" + group + "', which is no target group of the templates");
        }
        return null;
    }

    private @Nullable Duration groupStickiness(Properties config) {
        Properties sticky = config.child("TargetGroupStickinessConfig");
        if (sticky == null || !sticky.flag("Enabled", false)) {
            return null;
        }
        return Duration.ofSeconds(sticky.integer("DurationSeconds", 1, STICKY_SECONDS_MAX, 3600));
    }

    /** Without the rule's own stickiness the next request may fall to another group, whose cookie replaces the first. */
    private void warnOfTargetStickinessAlone(
            Properties config, List<Action.WeightedGroup> weighted, @Nullable Duration sticky) {
        boolean anySticky = weighted.stream()
                .map(group -> groups.get(group.group()))
                .anyMatch(group -> group != null && !(group.stickiness() instanceof Stickiness.None));
        if (weighted.size() > 1 && anySticky && sticky == null) {
            config.report(
                    Finding.Severity.WARNING,
                    "TargetGroups",
                    "target groups with stickiness behind a weighted forward need TargetGroupStickinessConfig too");
        }
    }

    private @Nullable Action redirect(Properties each) {
        Properties config = each.child("RedirectConfig");
        if (config == null) {
            each.error("RedirectConfig", "is missing");
            return null;
        }
        String status = config.requiredText("StatusCode", "HTTP_302");
        if (!status.equals("HTTP_301") && !status.equals("HTTP_302")) {
            config.error("StatusCode", "must be HTTP_301 or HTTP_302, not '" + status + "'");
        }
        String protocol = config.text("Protocol", "#{protocol}");
        if (!List.of("HTTP", "HTTPS", "#{protocol}").contains(protocol)) {
            config.error("Protocol", "must be HTTP, HTTPS or #{protocol}, not '" + protocol + "'");
        }
        String path = config.text("Path", "/#{path}");
        if (!path.startsWith("/")) {
            config.error("Path", "must start with /");
        }
        Action redirect = new Action.Redirect(
                status.equals("HTTP_301") ? 301 : 302,
                protocol,
                config.text("Host", "#{host}"),
                config.text("Port", "#{port}"),
                path,
                config.text("Query", "#{query}"));
        config.reportUnknown();
        return redirect;
    }

    private @Nullable Action fixedResponse(Properties each) {
        Properties config = each.child("FixedResponseConfig");
        if (config == null) {
            each.error("FixedResponseConfig", "is missing");
            return null;
        }
        String status = config.requiredText("StatusCode", "503");
        if (!status.matches("[245]\\d\\d")) {
            config.error("StatusCode", "must be 2XX, 4XX or 5XX, not '" + status + "'");
            return null;
        }
        String body = config.text("MessageBody", "");
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Action.FixedResponse.BODY_BYTES_MAX) {
            config.error("MessageBody", "has " + bytes + " bytes; a fixed response may have 1024");
        }
        String contentType = config.text("ContentType");
        List<String> allowed =
                List.of("text/plain", "text/css", "text/html", "application/javascript", "application/json");
        if (contentType != null && !allowed.contains(contentType)) {
            config.error("ContentType", "must be one of " + String.join(", ", allowed));
        }
        config.reportUnknown();
        return new Action.FixedResponse(Integer.parseInt(status), contentType, body);
    }

    private @Nullable JwtValidation jwtValidation(Properties each) {
        requireTls(each, "jwt-validation");
        Properties config = each.child("JwtValidationConfig");
        if (config == null) {
            each.error("JwtValidationConfig", "is missing");
            return null;
        }
        List<JwtValidation.Claim> claims = new ArrayList<>();
        for (Properties claim : config.children("AdditionalClaims")) {
            claims.add(
                    new JwtValidation.Claim(claim.requiredText("Name", ""), claimFormat(claim), claim.texts("Values")));
            claim.reportUnknown();
        }
        if (claims.size() > JwtValidation.CLAIMS_MAX) {
            config.error("AdditionalClaims", "has " + claims.size() + " claims; 10 are allowed");
            return null;
        }
        JwtValidation read =
                new JwtValidation(config.requiredText("JwksEndpoint", ""), config.requiredText("Issuer", ""), claims);
        config.reportUnknown();
        return read;
    }

    private static JwtValidation.Format claimFormat(Properties claim) {
        String format = claim.requiredText("Format", "single-string");
        return switch (format) {
            case "single-string" -> JwtValidation.Format.SINGLE_STRING;
            case "string-array" -> JwtValidation.Format.STRING_ARRAY;
            case "space-separated-values" -> JwtValidation.Format.SPACE_SEPARATED_VALUES;
            default -> {
                claim.error(
                        "Format",
                        "must be single-string, string-array or space-separated-values, not '"
                                + format.toLowerCase(Locale.ROOT) + "'");
                yield JwtValidation.Format.SINGLE_STRING;
            }
        };
    }
}
