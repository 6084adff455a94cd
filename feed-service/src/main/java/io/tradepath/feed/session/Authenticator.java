package io.tradepath.feed.session;

/** Verifies the tokens that come in frames. */
public interface Authenticator {
    /**
     * The identity that a bearer token speaks for.
     *
     * @throws TokenRefused where it does not
     */
    Identity verify(String token) throws TokenRefused;

    /** Why a token is not accepted; the message may be shown to the client. */
    final class TokenRefused extends Exception {
        private final boolean temporary;

        /**
         * Makes a refusal.
         *
         * @param temporary true where the same token may be accepted later: the issuer's keys cannot be had
         */
        public TokenRefused(String message, boolean temporary) {
            super(message, null, false, false);
            this.temporary = temporary;
        }

        public boolean isTemporary() {
            return temporary;
        }
    }
}
