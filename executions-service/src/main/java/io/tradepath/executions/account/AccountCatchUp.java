package io.tradepath.executions.account;

import io.tradepath.events.AccountId;
import io.tradepath.events.Topics;
import io.tradepath.executions.bus.Bus;
import io.tradepath.executions.lifecycle.Phased;
import io.tradepath.executions.lifecycle.Phases;
import io.tradepath.wire.CatchUp;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Waits for what accounts-service has said and this service has yet to apply. */
@Component
class AccountCatchUp extends Phased {
    /** How long a refusal waits for events that may prevent it. */
    private static final Duration AWAIT_MAX = Duration.ofSeconds(1);

    private final CatchUp catchUp;

    AccountCatchUp(Bus bus, DataSource database) {
        super(Phases.CONSUMERS);
        this.catchUp = new CatchUp(database, bus.kafka(), Topics.ACCOUNT_EVENTS);
    }

    /** Waits, for a second at most, until what is on the bus of this account now has been applied. */
    boolean await(AccountId account) throws SQLException {
        return catchUp.await(account, AWAIT_MAX);
    }

    @Override
    protected void begin() {
        // It asks when it is asked.
    }

    @Override
    protected void end() {
        catchUp.close();
    }
}
