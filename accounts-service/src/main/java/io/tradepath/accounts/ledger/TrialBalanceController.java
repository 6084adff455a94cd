package io.tradepath.accounts.ledger;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /accounts/ledger/trial-balance}: whether the whole ledger balances, for operators. */
@RestController
final class TrialBalanceController {
    private final TrialBalances trialBalances;

    TrialBalanceController(TrialBalances trialBalances) {
        this.trialBalances = trialBalances;
    }

    /** One line a currency. */
    record TrialBalance(List<TrialBalanceLine> currencies) {}

    @GetMapping("/accounts/ledger/trial-balance")
    TrialBalance trialBalance() {
        return new TrialBalance(trialBalances.read());
    }
}
