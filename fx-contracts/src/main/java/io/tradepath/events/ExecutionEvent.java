package io.tradepath.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What happened to an account's orders: the values on {@code execution-events}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ExecutionEvent.OrderAccepted.class, name = "OrderAccepted"),
    @JsonSubTypes.Type(value = ExecutionEvent.OrderFilled.class, name = "OrderFilled"),
    @JsonSubTypes.Type(value = ExecutionEvent.OrderCanceled.class, name = "OrderCanceled"),
    @JsonSubTypes.Type(value = ExecutionEvent.OrderRejected.class, name = "OrderRejected"),
    @JsonSubTypes.Type(value = ExecutionEvent.EventsParked.class, name = "EventsParked"),
    @JsonSubTypes.Type(value = ExecutionEvent.EventsRedriven.class, name = "EventsRedriven")
})
public sealed interface ExecutionEvent extends SequencedEvent {
    /** The order works; {@code order} is as it was accepted, without fills. */
    record OrderAccepted(long seq, AccountId accountId, Instant time, Order order) implements ExecutionEvent {
        public OrderAccepted {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** The order filled, in part or whole; {@code fill} is the trade, {@code order} as it stands after it. */
    record OrderFilled(long seq, AccountId accountId, Instant time, Order order, Fill fill) implements ExecutionEvent {
        public OrderFilled {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** The order, or what was left of it, was cancelled. */
    record OrderCanceled(long seq, AccountId accountId, Instant time, Order order) implements ExecutionEvent {
        public OrderCanceled {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** The order was refused. */
    record OrderRejected(long seq, AccountId accountId, Instant time, Order order) implements ExecutionEvent {
        public OrderRejected {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** Executions could not apply an account event and has parked it and what follows; the account is close-only. */
    record EventsParked(long seq, AccountId accountId, Instant time) implements ExecutionEvent {
        public EventsParked {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }

    /** The parked account events have been applied. */
    record EventsRedriven(long seq, AccountId accountId, Instant time) implements ExecutionEvent {
        public EventsRedriven {
            SequencedEvent.requireIdentity(seq, accountId, time);
        }
    }
}
