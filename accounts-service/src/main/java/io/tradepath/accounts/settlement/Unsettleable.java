package io.tradepath.accounts.settlement;

import org.jspecify.annotations.Nullable;

/** An event cannot be booked as it is: it parks its account, and this is the reason that an operator reads. */
final class Unsettleable extends RuntimeException {
    Unsettleable(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
