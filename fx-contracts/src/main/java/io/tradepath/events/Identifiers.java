package io.tradepath.events;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/** Makes and checks identifiers. */
public final class Identifiers {
    public static final int LENGTH_MAX = 255;

    private static final TimeBasedEpochGenerator UUIDS = Generators.timeBasedEpochGenerator();

    private Identifiers() {}

    /** A new UUIDv7 (RFC 9562): unique on its random bits alone, so that a clock that moves back does no harm. */
    public static String next() {
        return UUIDS.generate().toString();
    }

    static void requireIdentifier(String what, String value) {
        if (value.isEmpty() || value.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("%s has 1 to %d characters".formatted(what, LENGTH_MAX));
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException("%s has visible ASCII characters only".formatted(what));
            }
        }
    }
}
