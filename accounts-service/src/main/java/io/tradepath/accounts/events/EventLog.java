package io.tradepath.accounts.events;

import io.tradepath.events.AccountId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the log. */
@Component
final class EventLog {
    private final JdbcClient db;

    EventLog(JdbcClient db) {
        this.db = db;
    }

    /**
     * An event as it was sent.
     *
     * @param json not parsed again: what a client reads here is what it heard on its stream, to the byte
     */
    record Logged(long seq, String json) {}

    List<Logged> after(AccountId account, long seq, int limit) {
        return db.sql("""
                        SELECT seq, event FROM event_log WHERE account_id = ? AND seq > ? ORDER BY seq LIMIT ?
                        """)
                .params(account.value(), seq, limit)
                .query((row, _) -> new Logged(row.getLong(1), row.getString(2)))
                .list();
    }

    /** The number of the account's last event, 0 where there is none. */
    long lastSeq(AccountId account) {
        return db.sql("SELECT coalesce(max(seq), 0) FROM event_log WHERE account_id = ?")
                .param(account.value())
                .query(Long.class)
                .single();
    }
}
