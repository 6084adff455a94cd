package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.alb.Action;
import io.tradepath.alb.Cidr;
import io.tradepath.alb.Condition;
import io.tradepath.alb.Condition.TextPattern;
import io.tradepath.alb.Listener;
import io.tradepath.alb.LoadBalancer;
import io.tradepath.alb.RoutedRequest;
import io.tradepath.alb.Rule;
import io.tradepath.alb.Wildcard;
import io.tradepath.alb.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's rules against a matcher that shares no code with them: recursion over characters and plain loops. */
class RuleMatcherTest {

    private static final int REQUESTS = 100_000;
    private static final int REQUESTS_PER_TABLE = 100;
    private static final String[] PIECES = {"a", "b", "A", "/", "/a", "/b", "*", "?", ".", "x", "1", "-"};
    private static final String[] METHODS = {"GET", "POST", "get", "PUT"};

    @ParameterizedTest
    @CsvSource({
        "'', '', yes",
        "'', a, no",
        "*, '', yes",
        "*, abc, yes",
        "?, a, yes",
        "?, '', no",
        "?, ab, no",
        "a*, a, yes",
        "a*, ab, yes",
        "a*, ba, no",
        "*a, a, yes",
        "*a, aa, yes",
        "*a, ab, no",
        "a*a, a, no",
        "a*a, aa, yes",
        "a*a, aba, yes",
        "*a*, bab, yes",
        "*a*, bbb, no",
        "**, x, yes",
        "*?, '', no",
        "*?, x, yes",
        "?*?, ab, yes",
        "?*?, a, no",
        "a*b*c, abc, yes",
        "a*b*c, acb, no",
        "*ab, aab, yes",
        "*aab, aaab, yes",
        "a?c, abc, yes",
        "a?c, ac, no",
        "*.*, a.b, yes",
        "*.*, ab, no",
        "a*b?, axxb, no",
        "a*b?, axxby, yes",
    })
    void wildcardsAtTheirEdges(String pattern, String text, String matches) {
        assertThat(Wildcard.caseSensitive(pattern).matches(text)).isEqualTo(matches.equals("yes"));
        assertThat(naiveGlob(pattern, text)).isEqualTo(matches.equals("yes"));
    }

    // ---- the naive matcher

    private record NaiveRule(int priority, List<NaiveCondition> conditions) {}

    private record NaiveCondition(String kind, @Nullable String name, List<String> values) {}

    private record NaiveRequest(String method, String host, String path, String query, String headerValue, String ip) {}

    private static boolean naiveGlob(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return naiveGlob(pattern.substring(1), text) || (!text.isEmpty() && naiveGlob(pattern, text.substring(1)));
        }
        return !text.isEmpty()
                && (pattern.charAt(0) == '?' || pattern.charAt(0) == text.charAt(0))
                && naiveGlob(pattern.substring(1), text.substring(1));
    }

    private static boolean naiveHolds(NaiveCondition condition, NaiveRequest request) {
        for (String value : condition.values()) {
            boolean holds = switch (condition.kind()) {
                case "path" -> naiveGlob(value, request.path());
                case "host" ->
                    naiveGlob(value.toLowerCase(Locale.ROOT), request.host().toLowerCase(Locale.ROOT));
                case "header" ->
                    !request.headerValue().isEmpty()
                            && naiveGlob(
                                    value.toLowerCase(Locale.ROOT),
                                    request.headerValue().toLowerCase(Locale.ROOT));
                case "method" -> value.equals(request.method());
                case "query" -> naiveQuery(condition.name(), value, request.query());
                case "ip" -> request.ip().startsWith(value);
                default -> throw new IllegalStateException(condition.kind());
            };
            if (holds) {
                return true;
            }
        }
        return false;
    }

    private static boolean naiveQuery(@Nullable String key, String value, String query) {
        if (query.isEmpty()) {
            return false;
        }
        for (String part : (query + "&").split("(?<=&)", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            String pair = part.substring(0, part.length() - 1).toLowerCase(Locale.ROOT);
            String k = pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair;
            String v = pair.contains("=") ? pair.substring(pair.indexOf('=') + 1) : "";
            if ((key == null || naiveGlob(key.toLowerCase(Locale.ROOT), k))
                    && naiveGlob(value.toLowerCase(Locale.ROOT), v)) {
                return true;
            }
        }
        return false;
    }

    private static int naivePriority(List<NaiveRule> rules, NaiveRequest request) {
        int best = 0;
        for (NaiveRule rule : rules) {
            boolean all = rule.conditions().stream().allMatch(condition -> naiveHolds(condition, request));
            if (all && (best == 0 || rule.priority() < best)) {
                best = rule.priority();
            }
        }
        return best;
    }

    // ---- the same rules for the engine

    private static Condition engineCondition(NaiveCondition condition) {
        return switch (condition.kind()) {
            case "path" -> new Condition.PathPattern(wilds(condition.values(), true));
            case "host" -> new Condition.HostHeader(wilds(condition.values(), false));
            case "header" -> new Condition.HttpHeader("X-Test", wilds(condition.values(), false));
            case "method" -> new Condition.Method(condition.values());
            case "query" ->
                new Condition.QueryString(condition.values().stream()
                        .map(value -> new Condition.QueryPair(
                                condition.name() == null ? null : Wildcard.caseInsensitiveWithEscapes(condition.name()),
                                Wildcard.caseInsensitiveWithEscapes(value)))
                        .toList());
            case "ip" ->
                new Condition.SourceIp(condition.values().stream()
                        .map(prefix -> Cidr.parse(prefix + ".0.0.0/8"))
                        .toList());
            default -> throw new IllegalStateException(condition.kind());
        };
    }

    private static List<TextPattern> wilds(List<String> values, boolean caseSensitive) {
        return values.stream()
                .map(value -> (TextPattern) new TextPattern.Wild(
                        caseSensitive ? Wildcard.caseSensitive(value) : Wildcard.caseInsensitive(value)))
                .toList();
    }

    private static Listener engineListener(List<NaiveRule> naive) {
        List<Rule> rules = new ArrayList<>();
        Action action = new Action.FixedResponse(200, null, "");
        rules.add(new Rule(Rule.DEFAULT_ID, 0, List.of(), null, action, new LongAdder()));
        for (NaiveRule rule : naive) {
            rules.add(new Rule(
                    "R" + rule.priority(),
                    rule.priority(),
                    rule.conditions().stream()
                            .map(RuleMatcherTest::engineCondition)
                            .toList(),
                    null,
                    action,
                    new LongAdder()));
        }
        return new Listener("L", LoadBalancer.withDefaults("LB"), 80, false, rules);
    }

    @Test
    void agreesWithANaiveMatcherOnRandomRequests() {
        long seed = Long.getLong("gateway.seed", System.nanoTime());
        System.out.println("random requests, -Dgateway.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int matched = 0;
        for (int table = 0; table < REQUESTS / REQUESTS_PER_TABLE; table++) {
            List<NaiveRule> rules = randomRules(random);
            Listener listener = engineListener(rules);
            for (int i = 0; i < REQUESTS_PER_TABLE; i++) {
                NaiveRequest request = randomRequest(random);
                int expected = naivePriority(rules, request);
                int actual = listener.ruleFor(engineRequest(request)).priority();
                matched += expected > 0 ? 1 : 0;
                assertThat(actual).as("seed %d: %s by %s", seed, request, rules).isEqualTo(expected);
            }
        }
        // a test in which nothing ever matches would prove nothing
        assertThat(matched).isBetween(REQUESTS / 10, REQUESTS * 99 / 100);
    }

    private static RoutedRequest engineRequest(NaiveRequest request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        String header = request.headerValue().isEmpty() ? "" : "x-TEST: " + request.headerValue() + "\r\n";
        return new RoutedRequest(
                RequestHead.of(request.method() + " " + request.path() + query + " HTTP/1.1\r\nHost: " + request.host()
                        + ":8080\r\n" + header + "\r\n"),
                request.ip() + ".1.2.3");
    }

    private static List<NaiveRule> randomRules(SplittableRandom random) {
        List<NaiveRule> rules = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<NaiveCondition> conditions = new ArrayList<>();
            for (int c = 0; c <= random.nextInt(2); c++) {
                conditions.add(randomCondition(random));
            }
            int priority = 1 + random.nextInt(1000);
            if (rules.stream().noneMatch(rule -> rule.priority() == priority)) {
                rules.add(new NaiveRule(priority, conditions));
            }
        }
        return rules;
    }

    private static NaiveCondition randomCondition(SplittableRandom random) {
        String kind = List.of("path", "path", "path", "host", "header", "method", "query", "ip")
                .get(random.nextInt(8));
        List<String> values = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            values.add(
                    switch (kind) {
                        case "path" -> "/" + pieces(random, 4, true);
                        case "method" -> METHODS[random.nextInt(METHODS.length)];
                        case "ip" -> random.nextBoolean() ? "10" : "127";
                        default -> pieces(random, 3, true);
                    });
        }
        String key = kind.equals("query") && random.nextBoolean() ? pieces(random, 2, true) : null;
        return new NaiveCondition(kind, key, values);
    }

    private static NaiveRequest randomRequest(SplittableRandom random) {
        return new NaiveRequest(
                METHODS[random.nextInt(METHODS.length)],
                "h" + pieces(random, 2, false).replace("/", ""),
                "/" + pieces(random, 4, false),
                random.nextBoolean() ? "" : pieces(random, 2, false) + "=" + pieces(random, 2, false) + "&k=b",
                random.nextBoolean() ? "" : "v" + pieces(random, 2, false),
                random.nextBoolean() ? "10" : "127");
    }

    private static String pieces(SplittableRandom random, int max, boolean wildcards) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= random.nextInt(max); i++) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            boolean wild = piece.equals("*") || piece.equals("?");
            text.append(wild && !wildcards ? "a" : piece);
        }
        return text.toString();
    }
}
