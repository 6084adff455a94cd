package io.tradepath.alb;

/**
 * A pattern in which {@code *} stands for any run of characters, also none, and {@code ?} for exactly one. It must
 * match the whole text. Where escapes are on, {@code \*} and {@code \?} are the characters themselves.
 */
public final class Wildcard {

    private static final char ANY_RUN = '\uFFFE';
    private static final char ANY_ONE = '\uFFFF';

    private final String source;
    private final char[] pattern;
    private final boolean caseSensitive;

    private Wildcard(String source, boolean caseSensitive, boolean escapes) {
        this.source = source;
        this.caseSensitive = caseSensitive;
        StringBuilder compiled = new StringBuilder(source.length());
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (escapes && c == '\\' && i + 1 < source.length() && "*?\\".indexOf(source.charAt(i + 1)) >= 0) {
                compiled.append(fold(source.charAt(++i)));
            } else {
                compiled.append(c == '*' ? ANY_RUN : c == '?' ? ANY_ONE : fold(c));
            }
        }
        this.pattern = compiled.toString().toCharArray();
    }

    public static Wildcard caseSensitive(String pattern) {
        return new Wildcard(pattern, true, false);
    }

    public static Wildcard caseInsensitive(String pattern) {
        return new Wildcard(pattern, false, false);
    }

    /** As query strings are matched: without regard to case, with {@code \*} and {@code \?} literal. */
    public static Wildcard caseInsensitiveWithEscapes(String pattern) {
        return new Wildcard(pattern, false, true);
    }

    /** How many wildcards the pattern has; a rule may have five. */
    public int wildcards() {
        int count = 0;
        for (char c : pattern) {
            if (c == ANY_RUN || c == ANY_ONE) {
                count++;
            }
        }
        return count;
    }

    /** Greedy with one point to go back to: linear for one star, never worse than length times length. */
    public boolean matches(String text) {
        int at = 0;
        int in = 0;
        int starAt = -1;
        int textAtStar = 0;
        while (in < text.length()) {
            if (at < pattern.length && pattern[at] == ANY_RUN) {
                starAt = at++;
                textAtStar = in;
            } else if (at < pattern.length && (pattern[at] == ANY_ONE || pattern[at] == fold(text.charAt(in)))) {
                at++;
                in++;
            } else if (starAt >= 0) {
                at = starAt + 1;
                in = ++textAtStar;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == ANY_RUN) {
            at++;
        }
        return at == pattern.length;
    }

    private char fold(char c) {
        return !caseSensitive && c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    @Override
    public String toString() {
        return source;
    }
}
