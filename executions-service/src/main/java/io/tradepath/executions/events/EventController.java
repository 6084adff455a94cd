package io.tradepath.executions.events;

import io.tradepath.events.AccountId;
import io.tradepath.executions.account.AccountAccess;
import io.tradepath.executions.web.Page;
import java.security.Principal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.util.RawValue;

/** The event log over HTTP: what a client reads after its stream was reset. */
@RestController
class EventController {
    private final DataSource database;
    private final AccountAccess access;

    EventController(DataSource database, AccountAccess access) {
        this.database = database;
        this.access = access;
    }

    /**
     * A page of events, oldest first.
     *
     * @param events each as it went on the bus
     * @param lastSeq of the account's last event, on this page or a later one; 0 where there is none
     * @param nextCursor the {@code afterSeq} of the next page, where there is one
     */
    record EventList(
            List<RawValue> events, long lastSeq, @Nullable String nextCursor) {}

    @GetMapping("/executions/accounts/{accountId}/events")
    ResponseEntity<EventList> events(
            @PathVariable String accountId,
            @RequestParam(required = false) @Nullable String afterSeq,
            @RequestParam(required = false) @Nullable String limit,
            Principal caller)
            throws SQLException {
        int most = Page.limit(limit);
        long after = afterSeq == null ? 0 : Page.nonNegative("afterSeq", afterSeq);
        AccountId account = AccountAccess.accountId(accountId);
        access.requireOwned(account, caller.getName());
        try (Connection connection = database.getConnection()) {
            List<String> events = EventLog.after(connection, account, after, most);
            // Read second, so that it is never below the page's own last.
            long lastSeq = EventLog.lastSeq(connection, account);
            // The sequence has no gaps: the last of the page is as far after `after` as the page is long.
            long last = after + events.size();
            String next = !events.isEmpty() && last < lastSeq ? Long.toString(last) : null;
            List<RawValue> raw = events.stream().map(RawValue::new).toList();
            return Page.answer(new EventList(raw, lastSeq, next), "afterSeq", next);
        }
    }
}
