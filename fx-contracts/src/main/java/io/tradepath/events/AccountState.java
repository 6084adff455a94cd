package io.tradepath.events;

import java.util.Currency;

/**
 * What there is to know of an account at some point of its sequence: a record of the topic
 * {@link Topics#ACCOUNTS}, keyed by the account's id.
 *
 * @param seq of the account event that made this state; a reader keeps the state with the greatest
 * @param owner the subject ({@code sub}) of its owner's tokens
 */
public record AccountState(
        AccountId accountId, long seq, String owner, String alias, Currency currency, AccountStatus status) {
    public AccountState {
        if (seq < 1) {
            throw new IllegalArgumentException("seq %d of account %s".formatted(seq, accountId));
        }
    }
}
