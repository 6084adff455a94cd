package io.tradepath.accounts.ledger;

import io.tradepath.accounts.security.Caller;
import io.tradepath.accounts.security.Ownership;
import io.tradepath.events.AccountId;
import io.tradepath.events.Transaction;
import io.tradepath.http.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /accounts/{id}/transactions}. */
@RestController
final class TransactionController {
    private final Transactions transactions;
    private final Ownership ownership;

    TransactionController(Transactions transactions, Ownership ownership) {
        this.transactions = transactions;
        this.ownership = ownership;
    }

    /** A page of transactions, newest first. */
    record TransactionList(
            List<Transaction> transactions, @Nullable String nextCursor) {}

    @GetMapping(
            value = "/accounts/{id}/transactions",
            // JSON where the client does not mind.
            produces = {MediaType.APPLICATION_JSON_VALUE, TransactionCsv.MEDIA_TYPE})
    ResponseEntity<TransactionList> list(
            Caller caller,
            @PathVariable AccountId id,
            @RequestParam(required = false) Transaction.@Nullable Type type,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        int rows = Page.checkedLimit(limit);
        Transactions.Filter filter =
                new Transactions.Filter(type, from, to, cursor == null ? null : Page.numberedPosition(cursor));
        ownership.requireVisible(caller, id);
        Page<Transaction> page = transactions.list(id, filter, rows).map(Booked::transaction);
        return ResponseEntity.ok()
                .headers(page.links(request))
                .body(new TransactionList(page.rows(), page.nextCursor()));
    }
}
