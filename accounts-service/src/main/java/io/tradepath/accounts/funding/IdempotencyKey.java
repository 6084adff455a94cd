package io.tradepath.accounts.funding;

import java.util.regex.Pattern;

/** The client's name for a request, unique in its account: 1 to 255 visible ASCII characters. */
record IdempotencyKey(String value) {
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,255}");

    IdempotencyKey {
        if (!VISIBLE_ASCII.matcher(value).matches()) {
            throw new IllegalArgumentException("1 to 255 visible ASCII characters");
        }
    }
}
