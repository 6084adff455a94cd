package io.tradepath.executions.events;

import io.tradepath.events.AccountId;
import io.tradepath.executions.account.AccountAccess;
import io.tradepath.http.Page;
import io.tradepath.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
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
     * @param nextCursor where the next page begins, where there is one
     */
    record EventList(
            List<RawValue> events, long lastSeq, @Nullable String nextCursor) {}

    @GetMapping("/executions/accounts/{accountId}/events")
    ResponseEntity<EventList> events(
            @PathVariable String accountId,
            @RequestParam(defaultValue = "0") long afterSeq,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Principal caller,
            HttpServletRequest request)
            throws SQLException {
        int rows = Page.checkedLimit(limit);
        if (afterSeq < 0) {
            throw ProblemException.invalid("afterSeq", "0 or more");
        }
        long after = cursor == null ? afterSeq : Page.numberedPosition(cursor);
        AccountId account = AccountAccess.accountId(accountId);
        access.requireOwned(account, caller.getName());
        try (Connection connection = database.getConnection()) {
            // The sequence has no gaps: the last of a page is as far behind `after` as the page is long.
            Page<RawValue> page = Page.of(
                            EventLog.after(connection, account, after, rows + 1),
                            rows,
                            _ -> Long.toString(after + rows))
                    .map(RawValue::new);
            // Read second, so that it is never below the page's own last.
            long lastSeq = EventLog.lastSeq(connection, account);
            return ResponseEntity.ok()
                    .headers(page.links(request))
                    .body(new EventList(page.rows(), lastSeq, page.nextCursor()));
        }
    }
}
