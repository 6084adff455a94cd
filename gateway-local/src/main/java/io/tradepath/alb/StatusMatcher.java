package io.tradepath.alb;

import java.util.ArrayList;
import java.util.List;

/** The status codes that count as healthy: {@code 200}, {@code 200,202} or {@code 200-299}. */
public record StatusMatcher(List<Range> ranges) {

    public static final int CODE_MIN = 200;
    public static final int CODE_MAX = 499;

    /** From and to, both inclusive. */
    public record Range(int from, int to) {
        public Range {
            if (from < CODE_MIN || to > CODE_MAX || from > to) {
                throw new IllegalArgumentException("a matcher's codes are from 200 to 499");
            }
        }
    }

    public StatusMatcher {
        ranges = List.copyOf(ranges);
    }

    public static StatusMatcher parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String range = part.strip();
            if (!range.matches("\\d{3}(-\\d{3})?")) {
                throw new IllegalArgumentException("'" + text + "' is no matcher such as 200 or 200-299");
            }
            int from = Integer.parseInt(range.substring(0, 3));
            ranges.add(new Range(from, range.length() > 3 ? Integer.parseInt(range.substring(4)) : from));
        }
        return new StatusMatcher(ranges);
    }

    public boolean matches(int status) {
        return ranges.stream().anyMatch(range -> status >= range.from() && status <= range.to());
    }
}
