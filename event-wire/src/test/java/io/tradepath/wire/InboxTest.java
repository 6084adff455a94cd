package io.tradepath.wire;

import static io.tradepath.wire.WireFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.EventJson;
import io.tradepath.events.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final TestHandler handler = new TestHandler();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Inbox<AccountEvent>> inboxes = new ArrayList<>();
    private WireFixture wire;

    @BeforeEach
    void prepare() throws Exception {
        wire = new WireFixture();
    }

    @AfterEach
    void close() {
        inboxes.forEach(Inbox::close);
    }

    @Test
    void appliesEveryEventOnceHoweverOftenItIsDelivered() throws Exception {
        startInbox();
        // Three deliveries of each account's events, the accounts shuffled against each other.
        Random random = new Random(4711);
        List<long[]> left = new ArrayList<>();
        for (int account = 0; account < 10; account++) {
            left.add(new long[] {account, 0});
        }
        while (!left.isEmpty()) {
            long[] next = left.get(random.nextInt(left.size()));
            long seq = next[1] % 8 + 1;
            wire.send("account-" + next[0], seq);
            if (++next[1] == 24) {
                left.remove(next);
            }
        }

        List<Long> once = LongStream.rangeClosed(1, 8).boxed().toList();
        eventually("all positions at the end", this::isCaughtUp);
        for (int account = 0; account < 10; account++) {
            assertThat(wire.effects("account-" + account)).isEqualTo(once);
        }
        assertThat(counted("tradepath.inbox.duplicates")).isEqualTo(160);
    }

    @Test
    void waitsForAMissingEventAndSaysSo() throws Exception {
        startInbox();
        wire.send("a", 1, 3);
        eventually("the gap is seen", () -> gauge("tradepath.inbox.gap.accounts") == 1);
        assertThat(wire.effects("a")).containsExactly(1L);

        // The relay sends the missing one again, and with it what follows.
        wire.send("a", 2, 3);
        eventually("the gap is gone", () -> gauge("tradepath.inbox.gap.accounts") == 0);
        assertThat(wire.effects("a")).containsExactly(1L, 2L, 3L);
        assertThat(wire.count("SELECT count(*) FROM held_event")).isZero();
    }

    @Test
    void raisesAnAlarmWhenAGapIsOlderThanTenSeconds() throws Exception {
        startInbox();
        wire.send("a", 2);
        eventually("the gap is seen", () -> gauge("tradepath.inbox.gap.accounts") == 1);
        assertThat(gauge("tradepath.inbox.gap.overdue")).isZero();

        wire.execute("UPDATE held_event SET held_at = held_at - interval '11 seconds'");
        eventually("it is overdue", () -> gauge("tradepath.inbox.gap.overdue") == 1);
    }

    @Test
    void parksTheAccountOfAPoisonEventAndNoOther() throws Exception {
        handler.poison.add("a/2");
        startInbox();
        wire.send("a", 1, 2, 3);
        wire.send("b", 1, 2, 3);
        eventually("b goes on", () -> wire.effects("b").size() == 3);
        eventually("a is parked", () -> gauge("tradepath.inbox.parked.accounts") == 1);

        wire.send("a", 4);
        eventually("what follows is held", () -> wire.count("SELECT count(*) FROM held_event") == 3);
        assertThat(wire.effects("a")).containsExactly(1L);
        assertThat(handler.parked).containsExactly(new AccountId("a"));
        assertThat(inboxes.getFirst().parked()).singleElement().satisfies(parked -> {
            assertThat(parked.accountId()).isEqualTo(new AccountId("a"));
            assertThat(parked.appliedSeq()).isEqualTo(1);
            assertThat(parked.heldEvents()).isEqualTo(3);
            assertThat(parked.reason()).contains("refused 2");
        });
    }

    @Test
    void redrivesAParkedAccountInOrderOnceItsFaultIsMended() throws Exception {
        handler.poison.add("a/2");
        Inbox<AccountEvent> inbox = startInbox();
        wire.send("a", 1, 2, 3, 4);
        eventually("a is parked", () -> wire.count("SELECT count(*) FROM held_event") == 3);

        Redriven tooEarly = inbox.redrive(new AccountId("a"));
        assertThat(tooEarly.applied()).isZero();
        assertThat(tooEarly.stillHeld()).isEqualTo(3);
        assertThat(tooEarly.reason()).contains("refused 2");
        assertThat(handler.redriven).isEmpty();

        handler.poison.clear();
        Redriven redriven = inbox.redrive(new AccountId("a"));
        assertThat(redriven).isEqualTo(new Redriven(new AccountId("a"), 3, 0, null));
        assertThat(wire.effects("a")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(handler.redriven).containsExactly(new AccountId("a"));
        assertThat(inbox.parked()).isEmpty();

        wire.send("a", 5);
        eventually("it goes on as before", () -> wire.effects("a").size() == 5);
    }

    @Test
    void parksBehindARecordThatCannotBeReadAndDropsItWhereTheSequenceIsWholeWithoutIt() throws Exception {
        Inbox<AccountEvent> inbox = startInbox();
        wire.send("a", 1);
        wire.send("a", "{\"type\":".getBytes(StandardCharsets.UTF_8));
        wire.send("a", 2, 3);
        eventually("all three are held", () -> wire.count("SELECT count(*) FROM held_event") == 3);
        assertThat(wire.effects("a")).containsExactly(1L);

        assertThat(inbox.redrive(new AccountId("a"))).isEqualTo(new Redriven(new AccountId("a"), 2, 0, null));
        assertThat(wire.effects("a")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void keepsARecordThatCannotBeReadWhereItMayStandForAMissingEvent() throws Exception {
        Inbox<AccountEvent> inbox = startInbox();
        wire.send("a", 1);
        wire.send("a", "{\"type\":".getBytes(StandardCharsets.UTF_8));
        wire.send("a", 3);
        eventually("both are held", () -> wire.count("SELECT count(*) FROM held_event") == 2);

        assertThat(inbox.redrive(new AccountId("a")))
                .isEqualTo(new Redriven(new AccountId("a"), 0, 2, "event 2 has not come"));
    }

    @Test
    void refusesAnEventThatNamesAnotherAccountThanItsKey() throws Exception {
        startInbox();
        wire.send("a", EventJson.writeBytes(WireFixture.event("b", 1)));
        eventually("a is parked", () -> gauge("tradepath.inbox.parked.accounts") == 1);
        assertThat(wire.effects("b")).isEmpty();
    }

    @Test
    void twoInstancesShareTheWorkAndOneGoesOnAlone() throws Exception {
        Inbox<AccountEvent> first = startInbox();
        startInbox();
        for (int account = 0; account < 24; account++) {
            wire.send("account-" + account, 1, 2);
        }
        eventually("applied once each", () -> wire.count("SELECT count(*) FROM effect") == 48);

        first.close();
        for (int account = 0; account < 24; account++) {
            wire.send("account-" + account, 3);
        }
        eventually("the other goes on", () -> wire.count("SELECT count(*) FROM effect") == 72);
        assertThat(wire.effects("account-7")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void tellsWhenATopicHasBeenAppliedUpToItsEnd() throws Exception {
        AccountId account = new AccountId("a");
        try (CatchUp catchUp = new CatchUp(wire.db, wire.kafka, Topics.ACCOUNT_EVENTS)) {
            assertThat(catchUp.await(account, Duration.ofSeconds(2)))
                    .as("an empty topic")
                    .isTrue();
            wire.send("a", 1, 2, 3);
            assertThat(catchUp.await(account, Duration.ofMillis(50)))
                    .as("nobody applies")
                    .isFalse();
            startInbox();
            assertThat(catchUp.await(account, Duration.ofSeconds(30))).isTrue();
            assertThat(wire.effects("a")).containsExactly(1L, 2L, 3L);
        }
    }

    private Inbox<AccountEvent> startInbox() {
        Inbox<AccountEvent> inbox = new Inbox<>(
                new InboxSettings(Topics.ACCOUNT_EVENTS, "inbox-test", wire.kafka),
                AccountEvent.class,
                wire.db,
                handler,
                meters);
        inboxes.add(inbox);
        inbox.start();
        return inbox;
    }

    private boolean isCaughtUp() throws Exception {
        return wire.count("SELECT coalesce(sum(next_offset), 0) FROM inbox_position") == 240;
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private double counted(String name) {
        return meters.get(name).counter().count();
    }
}
