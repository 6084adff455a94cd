package io.tradepath.executions.web;

import java.io.IOException;

/** A body went on past its limit. */
final class BodyTooLargeException extends IOException {
    BodyTooLargeException() {
        super("more than %d bytes".formatted(BodyLimit.BYTES_MAX));
    }
}
