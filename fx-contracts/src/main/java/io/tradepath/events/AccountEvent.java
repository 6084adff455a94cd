package io.tradepath.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.time.Instant;

/** What happened to an account's money or status: the values on {@code account-events}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AccountEvent.AccountOpened.class, name = "AccountOpened"),
    @JsonSubTypes.Type(value = AccountEvent.Deposited.class, name = "Deposited"),
    @JsonSubTypes.Type(value = AccountEvent.FillSettled.class, name = "FillSettled"),
    @JsonSubTypes.Type(value = AccountEvent.AccountStatusChanged.class, name = "AccountStatusChanged")
})
public sealed interface AccountEvent extends SequencedEvent {
    /**
     * What executions must add to its replica of the account's cash, in the account's currency: the amount of a
     * deposit, 0 for what executions itself started.
     */
    BigDecimal riskCashDelta();

    /** The account exists. */
    record AccountOpened(long seq, AccountId accountId, Instant time, BigDecimal riskCashDelta, AccountState account)
            implements AccountEvent {
        public AccountOpened {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** Money came in. */
    record Deposited(long seq, AccountId accountId, Instant time, BigDecimal riskCashDelta, Transaction transaction)
            implements AccountEvent {
        public Deposited {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** A fill's realised profit or loss was posted. */
    record FillSettled(long seq, AccountId accountId, Instant time, BigDecimal riskCashDelta, Transaction transaction)
            implements AccountEvent {
        public FillSettled {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** The owner may do more, or less, than before. */
    record AccountStatusChanged(
            long seq,
            AccountId accountId,
            Instant time,
            BigDecimal riskCashDelta,
            AccountStatus status,
            StatusReason reason)
            implements AccountEvent {
        public AccountStatusChanged {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** Why the status changed. */
    enum StatusReason {
        /** A service could not apply an event of the account and has parked it. */
        EVENT_PARKED,
        /** The parked events have been applied. */
        EVENTS_REDRIVEN,
        /** An operator's decision. */
        OPS
    }
}
