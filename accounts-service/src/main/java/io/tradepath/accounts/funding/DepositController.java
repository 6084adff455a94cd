package io.tradepath.accounts.funding;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.tradepath.accounts.security.Caller;
import io.tradepath.events.AccountId;
import io.tradepath.events.Transaction;
import io.tradepath.http.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /accounts/{id}/deposits}. */
@RestController
final class DepositController {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotent-Replayed";

    private final Deposits deposits;

    DepositController(Deposits deposits) {
        this.deposits = deposits;
    }

    /**
     * Money to come in.
     *
     * @param amount in the account's currency, above 0, with no more decimals than the currency has
     */
    record DepositRequest(@JsonSetter(nulls = Nulls.FAIL) String amount) {}

    @PostMapping("/accounts/{id}/deposits")
    ResponseEntity<Transaction> deposit(
            Caller caller,
            @PathVariable AccountId id,
            @RequestHeader(IDEMPOTENCY_KEY) String key,
            @RequestBody DepositRequest request) {
        Deposits.Deposit deposit = deposits.deposit(caller, id, request.amount(), checked(key));
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.CREATED);
        if (deposit.replayed()) {
            answer.header(REPLAYED, "true");
        }
        return answer.body(deposit.transaction());
    }

    private static IdempotencyKey checked(String key) {
        try {
            return new IdempotencyKey(key);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(IDEMPOTENCY_KEY, String.valueOf(e.getMessage()));
        }
    }
}
