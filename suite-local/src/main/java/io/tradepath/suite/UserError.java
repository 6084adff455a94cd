package io.tradepath.suite;

/** What went wrong, as one sentence for the person at the terminal; the program ends with it and a non-zero status. */
final class UserError extends RuntimeException {
    UserError(String sentence) {
        super(sentence);
    }
}
