package io.tradepath.accounts.settlement;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.accounts.events.Bus;
import io.tradepath.accounts.events.KafkaSettings;
import io.tradepath.events.AccountId;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.Topics;
import io.tradepath.wire.Inbox;
import io.tradepath.wire.InboxSettings;
import io.tradepath.wire.ParkedAccount;
import io.tradepath.wire.Redriven;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** This instance's share of {@code execution-events}. */
@Component
public final class SettlementInbox implements SmartLifecycle {
    /** Stops after the relay, as the last before the connection pool. */
    public static final int PHASE = Bus.PHASE - 500;

    private static final String GROUP = "accounts";

    private final Inbox<ExecutionEvent> inbox;
    private final Bus bus;
    private volatile boolean running;

    SettlementInbox(DataSource db, Settlement settlement, Bus bus, KafkaSettings kafka, MeterRegistry meters) {
        this.bus = bus;
        this.inbox = new Inbox<>(
                new InboxSettings(Topics.EXECUTION_EVENTS, GROUP, kafka.client()),
                ExecutionEvent.class,
                db,
                settlement,
                meters);
    }

    /** The accounts that wait for a re-drive, longest first. */
    public List<ParkedAccount> parked() throws SQLException {
        return inbox.parked();
    }

    /** Applies what is held of a parked account, in order, as far as it goes. */
    public Redriven redrive(AccountId account) throws SQLException {
        Redriven redriven = inbox.redrive(account);
        bus.committed();
        return redriven;
    }

    @Override
    public void start() {
        inbox.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        inbox.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
