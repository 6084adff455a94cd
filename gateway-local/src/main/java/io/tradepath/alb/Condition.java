package io.tradepath.alb;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One condition of a rule. Its values are alternatives. */
public sealed interface Condition {

    boolean matches(RoutedRequest request);

    /** The condition's name in a template. */
    String field();

    /** What the request had, for an explanation. */
    String seen(RoutedRequest request);

    /** The values as the template has them. */
    List<String> values();

    /** A pattern with wildcards or a regular expression; which of the two a template says by Values or RegexValues. */
    sealed interface TextPattern {
        boolean matches(String text);

        record Wild(Wildcard wildcard) implements TextPattern {
            @Override
            public boolean matches(String text) {
                return wildcard.matches(text);
            }

            @Override
            public String toString() {
                return wildcard.toString();
            }
        }

        record Regex(Pattern pattern) implements TextPattern {
            @Override
            public boolean matches(String text) {
                return pattern.matcher(text).find();
            }

            @Override
            public String toString() {
                return "regex " + pattern.pattern();
            }
        }
    }

    record HostHeader(List<TextPattern> patterns) implements Condition {
        @Override
        public boolean matches(RoutedRequest request) {
            return anyMatches(patterns, request.head().host());
        }

        @Override
        public String field() {
            return "host-header";
        }

        @Override
        public String seen(RoutedRequest request) {
            return request.head().host();
        }

        @Override
        public List<String> values() {
            return texts(patterns);
        }
    }

    record PathPattern(List<TextPattern> patterns) implements Condition {
        @Override
        public boolean matches(RoutedRequest request) {
            return anyMatches(patterns, request.head().path());
        }

        @Override
        public String field() {
            return "path-pattern";
        }

        @Override
        public String seen(RoutedRequest request) {
            return request.head().path();
        }

        @Override
        public List<String> values() {
            return texts(patterns);
        }
    }

    record HttpHeader(String name, List<TextPattern> patterns) implements Condition {
        @Override
        public boolean matches(RoutedRequest request) {
            for (String value : request.head().values(name)) {
                if (anyMatches(patterns, value)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String field() {
            return "http-header " + name;
        }

        @Override
        public String seen(RoutedRequest request) {
            List<String> values = request.head().values(name);
            return values.isEmpty() ? "no such header" : String.join(", ", values);
        }

        @Override
        public List<String> values() {
            return texts(patterns);
        }
    }

    record Method(List<String> values) implements Condition {
        @Override
        public boolean matches(RoutedRequest request) {
            return values.contains(request.head().method());
        }

        @Override
        public String field() {
            return "http-request-method";
        }

        @Override
        public String seen(RoutedRequest request) {
            return request.head().method();
        }
    }

    /** Key and value of one parameter; without a key, any parameter's value will do. */
    record QueryPair(@Nullable Wildcard key, Wildcard value) {
        boolean matches(String parameterKey, String parameterValue) {
            return (key == null || key.matches(parameterKey)) && value.matches(parameterValue);
        }

        @Override
        public String toString() {
            return key == null ? value.toString() : key + "=" + value;
        }
    }

    record QueryString(List<QueryPair> pairs) implements Condition {
        @Override
        public boolean matches(RoutedRequest request) {
            String query = request.head().query();
            if (query.isEmpty()) {
                return false;
            }
            for (String parameter : query.split("&", -1)) {
                int equals = parameter.indexOf('=');
                String key = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                for (QueryPair pair : pairs) {
                    if (pair.matches(key, value)) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public String field() {
            return "query-string";
        }

        @Override
        public String seen(RoutedRequest request) {
            return request.head().query().isEmpty()
                    ? "no query"
                    : request.head().query();
        }

        @Override
        public List<String> values() {
            return pairs.stream().map(QueryPair::toString).toList();
        }
    }

    record SourceIp(List<Cidr> blocks) implements Condition {
        @Override
        public boolean matches(RoutedRequest request) {
            for (Cidr block : blocks) {
                if (block.contains(request.sourceAddress())) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String field() {
            return "source-ip";
        }

        @Override
        public String seen(RoutedRequest request) {
            return request.sourceAddress();
        }

        @Override
        public List<String> values() {
            return blocks.stream().map(Cidr::toString).toList();
        }
    }

    private static boolean anyMatches(List<TextPattern> patterns, String text) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(text)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> texts(List<TextPattern> patterns) {
        return patterns.stream().map(TextPattern::toString).toList();
    }
}
