package io.tradepath.accounts.parked;

import io.tradepath.accounts.settlement.SettlementInbox;
import io.tradepath.events.AccountId;
import io.tradepath.wire.ParkedAccount;
import io.tradepath.wire.Redriven;
import java.sql.SQLException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /accounts/controls/parked}. */
@RestController
@RequestMapping("/accounts/controls/parked")
final class ParkedController {
    private final SettlementInbox inbox;

    ParkedController(SettlementInbox inbox) {
        this.inbox = inbox;
    }

    /** Accounts that wait for a re-drive, longest first, at most 1,000. */
    record ParkedList(List<ParkedAccount> accounts) {}

    @GetMapping
    ParkedList parked() throws SQLException {
        return new ParkedList(inbox.parked());
    }

    /** Applies what is held of the account, in order; {@code reason} says why it is still parked, if it is. */
    @PostMapping("/{accountId}/redrive")
    Redriven redrive(@PathVariable AccountId accountId) throws SQLException {
        return inbox.redrive(accountId);
    }
}
