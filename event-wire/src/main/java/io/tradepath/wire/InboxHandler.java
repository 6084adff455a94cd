package io.tradepath.wire;

import io.tradepath.events.AccountId;
import io.tradepath.events.SequencedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;

/** What a service does with the events of a topic, each time in a transaction that the inbox begins and ends. */
public interface InboxHandler<E extends SequencedEvent> {
    /**
     * Locks the accounts' rows, in the order of their ids, before anything else is read or written: as every other job
     * does, so that no two wait for each other. An account that has no row yet is passed over.
     */
    void lockAccounts(Connection connection, SortedSet<AccountId> accounts) throws SQLException;

    /**
     * Applies events: of each account the next ones of its sequence, in order.
     *
     * <p>Whatever is thrown rolls the transaction back. Where the database could not do its work (connection lost, lock
     * not had in time, deadlock) the same events come again; after anything else they come one account at a time and
     * one by one, and the one that fails alone parks its account. The reason that operators read is the message of an
     * {@link EventRefused}, or what the database said.
     */
    void apply(Connection connection, List<E> events) throws SQLException;

    /** An event of the account could not be applied: from here on the account is close-only. Called once. */
    void parked(Connection connection, AccountId account) throws SQLException;

    /** All that was held of a parked account has been applied: it is as it was before. */
    void redriven(Connection connection, AccountId account) throws SQLException;
}
