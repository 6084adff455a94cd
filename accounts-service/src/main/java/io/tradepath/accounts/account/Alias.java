package io.tradepath.accounts.account;

import io.tradepath.http.ProblemException;

/** What an owner calls an account. */
final class Alias {
    static final int CODE_POINTS_MAX = 64;

    private Alias() {}

    /** @throws ProblemException 400 for one that is blank, too long, or has characters that cannot be shown */
    static String checked(String alias) {
        if (alias.isBlank() || alias.codePointCount(0, alias.length()) > CODE_POINTS_MAX) {
            throw ProblemException.invalid("alias", "1 to %d characters, not all blank".formatted(CODE_POINTS_MAX));
        }
        if (alias.codePoints().anyMatch(Alias::cannotBeShown)) {
            throw ProblemException.invalid("alias", "control characters and halves of surrogate pairs are not taken");
        }
        return alias;
    }

    private static boolean cannotBeShown(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
