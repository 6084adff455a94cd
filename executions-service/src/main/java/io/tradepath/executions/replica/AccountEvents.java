package io.tradepath.executions.replica;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.Topics;
import io.tradepath.executions.bus.Bus;
import io.tradepath.executions.lifecycle.Phased;
import io.tradepath.executions.lifecycle.Phases;
import io.tradepath.wire.Inbox;
import io.tradepath.wire.InboxSettings;
import io.tradepath.wire.ParkedAccount;
import io.tradepath.wire.Redriven;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** This service's reading of {@code account-events}: one group, a partition has one reader among the instances. */
@Component
class AccountEvents extends Phased {
    /** The group that the partitions are shared out in. */
    private static final String GROUP = "executions";

    private final Inbox<AccountEvent> inbox;

    AccountEvents(Bus bus, DataSource database, AccountReplica replica, MeterRegistry meters) {
        super(Phases.CONSUMERS);
        this.inbox = new Inbox<>(
                new InboxSettings(Topics.ACCOUNT_EVENTS, GROUP, bus.kafka()),
                AccountEvent.class,
                database,
                replica,
                meters);
    }

    /** Accounts that an event could not be applied of, longest first. */
    List<ParkedAccount> parked() throws SQLException {
        return inbox.parked();
    }

    /** Applies what is held of a parked account, in order, as far as it goes. */
    Redriven redrive(AccountId account) throws SQLException {
        return inbox.redrive(account);
    }

    @Override
    protected void begin() {
        inbox.start();
    }

    @Override
    protected void end() {
        inbox.close();
    }
}
