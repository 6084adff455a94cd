package io.tradepath.accounts.events;

import io.tradepath.accounts.security.Caller;
import io.tradepath.accounts.security.Ownership;
import io.tradepath.events.AccountId;
import io.tradepath.http.Page;
import io.tradepath.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.util.RawValue;

/** {@code GET /accounts/{id}/events}: the ordered log behind the private stream. */
@RestController
final class EventLogController {
    private final EventLog log;
    private final Ownership ownership;

    EventLogController(EventLog log, Ownership ownership) {
        this.log = log;
        this.ownership = ownership;
    }

    /**
     * Events after a number, oldest first.
     *
     * @param events each as it went on the bus
     * @param lastSeq the number of the account's last event when this was read
     */
    record Events(
            List<RawValue> events, long lastSeq, @Nullable String nextCursor) {}

    @GetMapping("/accounts/{id}/events")
    ResponseEntity<Events> events(
            Caller caller,
            @PathVariable AccountId id,
            @RequestParam(defaultValue = "0") long afterSeq,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        int rows = Page.checkedLimit(limit);
        if (afterSeq < 0) {
            throw ProblemException.invalid("afterSeq", "0 or more");
        }
        ownership.requireVisible(caller, id);
        long after = cursor == null ? afterSeq : Page.numberedPosition(cursor);
        // Before the events: read after them it could name one that a client would then miss.
        long lastSeq = log.lastSeq(id);
        Page<RawValue> page = Page.of(log.after(id, after, rows + 1), rows, event -> Long.toString(event.seq()))
                .map(event -> new RawValue(event.json()));
        return ResponseEntity.ok()
                .headers(page.links(request))
                .body(new Events(page.rows(), lastSeq, page.nextCursor()));
    }
}
