package io.tradepath.executions.replica;

import io.tradepath.executions.account.AccountAccess;
import io.tradepath.wire.ParkedAccount;
import io.tradepath.wire.Redriven;
import java.sql.SQLException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Parked accounts over HTTP; the scope {@code ops} is asked for. */
@RestController
@RequestMapping("/executions/controls/parked")
class ParkedController {
    private final AccountEvents accountEvents;

    ParkedController(AccountEvents accountEvents) {
        this.accountEvents = accountEvents;
    }

    /** The accounts that wait for a re-drive, longest first. */
    record ParkedList(List<ParkedAccount> accounts) {}

    @GetMapping
    ParkedList parked() throws SQLException {
        return new ParkedList(accountEvents.parked());
    }

    @PostMapping("/{accountId}/redrive")
    Redriven redrive(@PathVariable String accountId) throws SQLException {
        return accountEvents.redrive(AccountAccess.accountId(accountId));
    }
}
