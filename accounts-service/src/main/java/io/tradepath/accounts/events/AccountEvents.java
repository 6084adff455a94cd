package io.tradepath.accounts.events;

import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.EventJson;
import io.tradepath.events.Topics;
import io.tradepath.wire.Outbox;
import io.tradepath.wire.OutboxRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes what happened to accounts, in the caller's transaction and under its locks on their rows. */
public final class AccountEvents {
    private AccountEvents() {}

    /**
     * Logs the events and sends them, and states of accounts beside them.
     *
     * @param events in the order of their numbers, account by account
     * @param states what {@code accounts} is to carry of accounts that changed
     * @return the last row in the outbox, for {@link Bus#await}
     */
    public static long append(JdbcTemplate db, List<? extends AccountEvent> events, List<AccountState> states) {
        List<String> texts = events.stream().map(EventJson::write).toList();
        List<OutboxRow> rows = new ArrayList<>();
        for (AccountState state : states) {
            rows.add(new OutboxRow(Topics.ACCOUNTS, state.accountId().value(), EventJson.write(state)));
        }
        for (int i = 0; i < texts.size(); i++) {
            rows.add(new OutboxRow(
                    Topics.ACCOUNT_EVENTS, events.get(i).accountId().value(), texts.get(i)));
        }
        long outboxId = Objects.requireNonNull(
                db.execute((ConnectionCallback<Long>) connection -> Outbox.append(connection, rows)));
        log(db, events, texts, outboxId);
        return outboxId;
    }

    /** The row in the outbox that an event was sent by. */
    public static long outboxId(JdbcTemplate db, AccountId account, long seq) {
        return Objects.requireNonNull(db.queryForObject(
                "SELECT outbox_id FROM event_log WHERE account_id = ? AND seq = ?", Long.class, account.value(), seq));
    }

    private static void log(JdbcOperations db, List<? extends AccountEvent> events, List<String> texts, long outboxId) {
        if (events.isEmpty()) {
            return;
        }
        db.update(
                """
                INSERT INTO event_log (account_id, seq, event, outbox_id)
                SELECT e.account_id, e.seq, e.event, ?
                FROM unnest(?::text[], ?::bigint[], ?::text[]) AS e(account_id, seq, event)
                """,
                outboxId,
                events.stream()
                        .map(AccountEvent::accountId)
                        .map(AccountId::value)
                        .toArray(String[]::new),
                events.stream().map(AccountEvent::seq).toArray(Long[]::new),
                texts.toArray(String[]::new));
    }
}
