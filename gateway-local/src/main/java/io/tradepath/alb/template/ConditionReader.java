package io.tradepath.alb.template;

import io.tradepath.alb.Cidr;
import io.tradepath.alb.Condition;
import io.tradepath.alb.Condition.TextPattern;
import io.tradepath.alb.Rule;
import io.tradepath.alb.Wildcard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads a rule's conditions and holds them against the limits of an Application Load Balancer. */
final class ConditionReader {

    /** Lookaround, back-references and possessive quantifiers, which AWS's expressions do not have. */
    private static final Pattern BEYOND_AWS = Pattern.compile("\\(\\?[=!<]|\\\\[1-9]|[*+?}]\\+");

    private final Properties rule;
    private int values;
    private int wildcards;

    ConditionReader(Properties rule) {
        this.rule = rule;
    }

    List<Condition> read() {
        List<Properties> declared = rule.children("Conditions");
        if (declared.isEmpty()) {
            rule.error("Conditions", "is missing");
        }
        List<Condition> conditions = new ArrayList<>();
        Set<String> fields = new HashSet<>();
        for (Properties each : declared) {
            String field = each.requiredText("Field", "");
            boolean repeatable = field.equals("http-header") || field.equals("query-string");
            if (!fields.add(field) && !repeatable) {
                each.error("Field", field + " may be in a rule only once");
            }
            Condition condition = condition(field, each);
            if (condition != null) {
                conditions.add(condition);
            }
            each.reportUnknown();
        }
        if (values > Rule.VALUES_MAX) {
            rule.error("Conditions", "have " + values + " values; a rule may have " + Rule.VALUES_MAX);
        }
        if (wildcards > Rule.WILDCARDS_MAX) {
            rule.error("Conditions", "have " + wildcards + " wildcards; a rule may have " + Rule.WILDCARDS_MAX);
        }
        return conditions;
    }

    private @Nullable Condition condition(String field, Properties each) {
        return switch (field) {
            case "host-header" -> {
                List<TextPattern> patterns = patterns(each, "HostHeaderConfig", false);
                yield patterns.isEmpty() ? null : new Condition.HostHeader(patterns);
            }
            case "path-pattern" -> {
                List<TextPattern> patterns = patterns(each, "PathPatternConfig", true);
                yield patterns.isEmpty() ? null : new Condition.PathPattern(patterns);
            }
            case "http-header" -> httpHeader(each);
            case "http-request-method" -> {
                List<String> methods = methods(each);
                yield methods.isEmpty() ? null : new Condition.Method(methods);
            }
            case "query-string" -> queryString(each);
            case "source-ip" -> sourceIp(each);
            default -> {
                if (!field.isEmpty()) {
                    each.error("Field", "'" + field + "' is no condition of a listener rule");
                }
                yield null;
            }
        };
    }

    /** The values of the short form ({@code Values} beside {@code Field}) or of the long one ({@code …Config}). */
    private List<TextPattern> patterns(Properties each, String configName, boolean caseSensitive) {
        Properties config = each.child(configName);
        Properties holder = config == null ? each : config;
        List<TextPattern> patterns = new ArrayList<>();
        for (String text : holder.texts("Values")) {
            checkLength(holder, text);
            patterns.add(wild(caseSensitive ? Wildcard.caseSensitive(text) : Wildcard.caseInsensitive(text)));
        }
        patterns.addAll(regexes(each, config, caseSensitive));
        count(each, holder, patterns.size());
        return patterns;
    }

    private List<TextPattern> regexes(Properties each, @Nullable Properties config, boolean caseSensitive) {
        List<TextPattern> patterns = new ArrayList<>();
        Properties holder = config != null && config.has("RegexValues") ? config : each;
        for (String text : holder.texts("RegexValues")) {
            checkLength(holder, text);
            try {
                if (BEYOND_AWS.matcher(text).find()) {
                    holder.error(
                            "RegexValues", "'" + text + "' has a lookaround, back-reference or possessive quantifier");
                } else {
                    int flags = caseSensitive ? 0 : Pattern.CASE_INSENSITIVE;
                    patterns.add(new TextPattern.Regex(Pattern.compile(text, flags)));
                }
            } catch (PatternSyntaxException e) {
                holder.error("RegexValues", "'" + text + "' is no regular expression: " + e.getDescription());
            }
        }
        return patterns;
    }

    private TextPattern wild(Wildcard wildcard) {
        wildcards += wildcard.wildcards();
        return new TextPattern.Wild(wildcard);
    }

    private void count(Properties each, Properties holder, int more) {
        if (more == 0) {
            each.error("", "has no values");
        }
        values += more;
        if (holder != each) {
            holder.reportUnknown();
        }
    }

    private static void checkLength(Properties holder, String pattern) {
        if (pattern.length() > Rule.PATTERN_LENGTH_MAX) {
            holder.error(
                    "Values",
                    "has a pattern of " + pattern.length() + " characters; " + Rule.PATTERN_LENGTH_MAX
                            + " are allowed");
        }
        if (pattern.isEmpty()) {
            holder.error("Values", "has an empty pattern");
        }
    }

    private @Nullable Condition httpHeader(Properties each) {
        Properties config = each.child("HttpHeaderConfig");
        if (config == null) {
            each.error("HttpHeaderConfig", "is missing");
            return null;
        }
        String name = config.requiredText("HttpHeaderName", "");
        if (name.equalsIgnoreCase("host")) {
            config.error("HttpHeaderName", "cannot be Host: use a host-header condition");
        }
        List<TextPattern> patterns = patterns(each, "HttpHeaderConfig", false);
        return patterns.isEmpty() || name.isEmpty() ? null : new Condition.HttpHeader(name, patterns);
    }

    private List<String> methods(Properties each) {
        Properties config = each.child("HttpRequestMethodConfig");
        Properties holder = config == null ? each : config;
        List<String> methods = holder.texts("Values");
        for (String method : methods) {
            if (!method.matches("[A-Z_-]{1,40}")) {
                holder.error("Values", "'" + method + "' is no method: capitals, hyphen and underscore, 40 at most");
            }
        }
        count(each, holder, methods.size());
        return methods;
    }

    private @Nullable Condition queryString(Properties each) {
        Properties config = each.child("QueryStringConfig");
        List<Condition.QueryPair> pairs = new ArrayList<>();
        if (config == null) {
            each.error("QueryStringConfig", "is missing");
            return null;
        }
        for (Properties pair : config.children("Values")) {
            String key = pair.text("Key");
            String value = pair.requiredText("Value", "*");
            checkLength(pair, value);
            pairs.add(new Condition.QueryPair(key == null ? null : counted(key), counted(value)));
            pair.reportUnknown();
        }
        count(each, config, pairs.size());
        return pairs.isEmpty() ? null : new Condition.QueryString(pairs);
    }

    private Wildcard counted(String text) {
        Wildcard wildcard = Wildcard.caseInsensitiveWithEscapes(text);
        wildcards += wildcard.wildcards();
        return wildcard;
    }

    private @Nullable Condition sourceIp(Properties each) {
        Properties config = each.child("SourceIpConfig");
        Properties holder = config == null ? each : config;
        List<Cidr> blocks = new ArrayList<>();
        for (String text : holder.texts("Values")) {
            try {
                blocks.add(Cidr.parse(text));
            } catch (IllegalArgumentException e) {
                holder.error("Values", String.valueOf(e.getMessage()));
            }
        }
        count(each, holder, blocks.size());
        return blocks.isEmpty() ? null : new Condition.SourceIp(blocks);
    }
}
