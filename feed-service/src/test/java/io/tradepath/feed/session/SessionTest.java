package io.tradepath.feed.session;

import static io.tradepath.feed.session.SessionHarness.ALICES;
import static io.tradepath.feed.session.SessionHarness.EUR_USD;
import static io.tradepath.feed.session.SessionHarness.USD_JPY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.feed.streams.Cohort;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final String ORDERS = "/queue/orders.";

    private final SessionHarness feed = new SessionHarness(SessionLimits.standard());
    private final FakeConnection connection = new FakeConnection();

    @Test
    void connectsWithATokenAndOffersHeartbeats() {
        Session session = feed.open(connection);
        feed.send(session, "STOMP\naccept-version:1.1,1.2\nAuthorization:Bearer alice\n\n\0");

        assertThat(connection.frames())
                .singleElement()
                .satisfies(frame -> assertThat(frame)
                        .startsWith("CONNECTED\nversion:1.2\n")
                        .contains("\nheart-beat:10000,10000\n", "\nuser-name:alice\n"));
        assertThat(connection.closeCode()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECT;accept-version:1.2                                                  | unauthorized | 1008",
                "CONNECT;accept-version:1.2;Authorization:Basic x                            | unauthorized | 1008",
                "CONNECT;accept-version:1.2;Authorization:Bearer bad                         | unauthorized | 1008",
                "CONNECT;accept-version:1.2;Authorization:Bearer away                        | unauthorized | 1013",
                "CONNECT;accept-version:1.2;Authorization:Bearer broken                      | unauthorized | 1013",
                "CONNECT;accept-version:1.0,1.1;Authorization:Bearer alice                   | version not supported | 1008",
                "CONNECT;Authorization:Bearer alice                                          | version not supported | 1008",
                "CONNECT;accept-version:1.2;heart-beat:a,b;Authorization:Bearer alice        | malformed heart-beat | 1008",
                "CONNECT;accept-version:1.2;heart-beat:-1,0;Authorization:Bearer alice       | malformed heart-beat | 1008",
                "SUBSCRIBE;id:1;destination:/topic/quotes.EUR_USD                            | not connected | 1008",
                "DISCONNECT                                                                  | not connected | 1008",
                "NONSENSE                                                                    | malformed frame | 1002"
            })
    void refusesAConnectThatIsNotInOrder(String frame, String message, int code) {
        feed.send(feed.open(connection), frame.strip().replace(';', '\n') + "\n\n\0");

        assertThat(connection.frames())
                .singleElement()
                .satisfies(error -> assertThat(error).startsWith("ERROR\n").contains("\nmessage:" + message + "\n"));
        assertThat(connection.closeCode()).isEqualTo(code);
    }

    @Test
    void refusesATokenWithoutTheScope() {
        feed.send(
                feed.open(connection), "CONNECT\naccept-version:1.2\nAuthorization:Bearer alice;15;orders:read\n\n\0");

        assertThat(connection.frames().getFirst()).contains("message:forbidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECT;accept-version:1.2;Authorization:Bearer alice       | already connected",
                "SUBSCRIBE;id:1                                              | malformed frame",
                "SUBSCRIBE;destination:/topic/quotes.EUR_USD                 | malformed frame",
                "SUBSCRIBE;id:;destination:/topic/quotes.EUR_USD             | malformed frame",
                "SUBSCRIBE;id:1;destination:/topic/quotes.XXX_YYY            | no such destination",
                "SUBSCRIBE;id:1;destination:/topic/quotes.*                  | no such destination",
                "SUBSCRIBE;id:1;destination:/topic/quotes.>                  | no such destination",
                "SUBSCRIBE;id:1;destination:/user/../queue/orders.alices     | no such destination",
                "SUBSCRIBE;id:1;destination:/queue/orders.                   | no such destination",
                "SUBSCRIBE;id:1;destination:/queue/orders.bobs               | no such destination",
                "SUBSCRIBE;id:1;destination:/queue/account.bobs              | no such destination",
                "SUBSCRIBE;id:1;destination:/topic/quotes.EUR_USD;selector:a | not supported",
                "SUBSCRIBE;id:1;destination:/topic/quotes.EUR_USD;ack:client | not supported",
                "SUBSCRIBE;id:1;destination:/queue/orders.alices;resume-seq:x| malformed frame",
                "UNSUBSCRIBE;id:1                                            | no such subscription",
                "UNSUBSCRIBE                                                 | no such subscription",
                "SEND;destination:/topic/quotes.EUR_USD                      | not allowed",
                "SEND                                                        | not allowed",
                "ACK;id:1                                                    | not supported",
                "NACK;id:1                                                   | not supported",
                "BEGIN;transaction:1                                         | not supported",
                "COMMIT;transaction:1                                        | not supported",
                "ABORT;transaction:1                                         | not supported"
            })
    void refusesWithAnErrorThatNamesTheReceiptAndCloses(String frame, String message) {
        Session session = feed.connected(connection, "alice");
        feed.send(session, frame.strip().replace(';', '\n') + "\nreceipt:r-1\n\n\0");

        assertThat(connection.frames())
                .singleElement()
                .satisfies(error -> assertThat(error)
                        .startsWith("ERROR\n")
                        .contains("\nreceipt-id:r-1\n", "\nmessage:" + message + "\n"));
        assertThat(connection.closeCode()).isEqualTo(1008);
    }

    @Test
    void refusesASecondSubscriptionOfOneId() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", EUR_USD) + subscribe("1", USD_JPY));

        assertThat(connection.frames().getLast()).contains("message:subscription exists");
    }

    /** The error is behind what was in order before it (spring-framework#27173, #33937). */
    @Test
    void handlesFramesInOrderAndTheRefusalReachesTheClient() {
        Session session = feed.connected(connection, "alice");
        feed.quote(EUR_USD);
        feed.send(
                session,
                subscribe("1", EUR_USD) + "UNSUBSCRIBE\nid:1\nreceipt:a\n\n\0" + subscribe("2", EUR_USD)
                        + "SEND\ndestination:/topic/x\n\n\0" + subscribe("3", EUR_USD));

        assertThat(connection.frames())
                .extracting(frame -> frame.lines().limit(2).toList())
                .containsExactly(
                        List.of("MESSAGE", "subscription:1"),
                        List.of("RECEIPT", "receipt-id:a"),
                        List.of("MESSAGE", "subscription:2"),
                        List.of("ERROR", "version:1.2"));
        assertThat(connection.closeCode()).isEqualTo(1008);
    }

    @Test
    void answersEveryFrameThatAsksForAReceipt() {
        Session session = feed.connected(connection, "alice");
        feed.send(
                session,
                "SUBSCRIBE\nid:1\ndestination:/topic/quotes.EUR_USD\nreceipt:a\\c1\n\n\0"
                        + "UNSUBSCRIBE\nid:1\nreceipt:b\n\n\0"
                        + "SEND\ndestination:/app/token\nAuthorization:Bearer alice\nreceipt:c\n\n\0"
                        + "DISCONNECT\nreceipt:d\n\n\0");

        assertThat(connection.frames())
                .containsExactly(
                        "RECEIPT\nreceipt-id:a\\c1\n\n",
                        "RECEIPT\nreceipt-id:b\n\n",
                        "RECEIPT\nreceipt-id:c\n\n",
                        "RECEIPT\nreceipt-id:d\n\n");
        assertThat(connection.closeCode()).isEqualTo(1000);
    }

    @Test
    void readsOneFrameOfSeveralMessages() {
        Session session = feed.connected(connection, "alice");
        String frame = subscribe("1", EUR_USD);
        for (int i = 0; i < frame.length(); i++) {
            feed.send(session, frame.substring(i, i + 1));
        }
        feed.quote(EUR_USD);

        assertThat(connection.frames()).hasSize(1);
    }

    @Test
    void refusesAFrameThatIsTooLarge() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, "SEND\ndestination:/app/token\n\n" + "x".repeat(64 * 1024));

        assertThat(connection.frames().getFirst()).contains("message:malformed frame");
        assertThat(connection.closeCode()).isEqualTo(1009);
    }

    @Test
    void beginsWithASnapshotAndGoesOnWithoutGapOrRepeat() {
        Session session = feed.connected(connection, "alice");
        feed.quote(EUR_USD);
        feed.quote(EUR_USD);
        feed.send(session, subscribe("1", EUR_USD));
        feed.quote(EUR_USD);
        feed.quoteUnnoticed(EUR_USD);
        feed.send(session, subscribe("2", USD_JPY) + subscribe("3", EUR_USD));
        feed.quote(USD_JPY);
        feed.quote(EUR_USD);

        assertThat(messages())
                .containsExactly(
                        "1 EUR_USD 2 snapshot",
                        "1 EUR_USD 3",
                        "1 EUR_USD 4",
                        "3 EUR_USD 4",
                        "2 USD_JPY 1",
                        "1 EUR_USD 5",
                        "3 EUR_USD 5");
    }

    @Test
    void manySubscriptionsAtOnceBeginWithWritesOfBoundedSize() {
        Session session = feed.connected(connection, "alice");
        feed.quote(EUR_USD);
        String longId = "x".repeat(2_000);
        StringBuilder subscriptions = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            subscriptions.append(subscribe(i + longId, EUR_USD));
        }
        feed.send(session, subscriptions.toString());

        assertThat(messages()).hasSize(60);
        assertThat(connection.largestWrite()).isBetween(Cohort.BATCH_BYTES_MAX, Cohort.BATCH_BYTES_MAX + 4_000);
    }

    /** spring-framework#23104: nothing for the old id behind its UNSUBSCRIBE, and nothing twice. */
    @Test
    void changesTheIdOfASubscriptionWithoutAnyMessageForTheOldOne() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", EUR_USD));
        feed.quote(EUR_USD);
        feed.quoteUnnoticed(EUR_USD);
        feed.send(session, "UNSUBSCRIBE\nid:1\n\n\0" + subscribe("2", EUR_USD));
        feed.quote(EUR_USD);

        assertThat(messages()).containsExactly("1 EUR_USD 1", "2 EUR_USD 2", "2 EUR_USD 3");
    }

    @Test
    void writesOneThingAtATimeAndThenAllThatIsNew() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", EUR_USD));
        connection.stick();
        feed.quote(EUR_USD);
        int writes = connection.writes();
        feed.quote(EUR_USD);
        feed.quote(EUR_USD);
        assertThat(connection.writes()).isEqualTo(writes);

        connection.unstick();
        feed.turn();
        assertThat(connection.writes()).isEqualTo(writes + 1);
        assertThat(messages()).containsExactly("1 EUR_USD 1", "1 EUR_USD 2", "1 EUR_USD 3");
    }

    @Test
    void givesTheLatestToASessionThatFellBehindAndSaysHowManyItMissed() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", EUR_USD));
        connection.stick();
        feed.quote(EUR_USD);
        for (int i = 0; i < 100; i++) {
            feed.quote(EUR_USD);
        }
        connection.frames();
        connection.unstick();
        feed.turn();

        assertThat(connection.frames())
                .singleElement()
                .satisfies(frame -> assertThat(frame).contains("\nconflated:99\n", "\nseq:101\n"));
        assertThat(feed.meter("tradepath.feed.conflated")).isEqualTo(99);
    }

    @Test
    void stopsReadingFromAClientThatDoesNotRead() {
        Session session = feed.connected(connection, "alice");
        connection.stick();
        feed.quote(EUR_USD);
        feed.send(session, subscribe("1", EUR_USD));
        connection.takeDemands();
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            flood.append("UNSUBSCRIBE\nid:1\nreceipt:")
                    .append(i)
                    .append("\n\n\0")
                    .append(subscribe("1", EUR_USD));
        }
        feed.send(session, flood.toString());
        assertThat(connection.takeDemands()).isZero();

        connection.unstick();
        feed.turn();
        feed.turn();
        feed.turn();
        assertThat(connection.takeDemands()).isOne();
        assertThat(connection.frames().stream().filter(frame -> frame.startsWith("RECEIPT")))
                .hasSize(100);
    }

    @Test
    void closesASessionThatTakesNoMoreBytes() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", EUR_USD));
        connection.stick();
        feed.quote(EUR_USD);
        feed.pass(Duration.ofSeconds(15));
        assertThat(connection.closeCode()).isNull();
        feed.pass(Duration.ofSeconds(1));
        assertThat(connection.closeCode()).isEqualTo(1008);
        feed.pass(Duration.ofSeconds(6));
        assertThat(connection.isAborted()).isTrue();

        session.closed();
        feed.turn();
        assertThat(feed.sessions()).isZero();
        assertThat(feed.meter("tradepath.feed.subscriptions")).isZero();
    }

    @Test
    void saysSomethingAtLeastEveryTenSecondsToAClientThatWantsIt() {
        feed.connected(connection, "alice");
        feed.pass(Duration.ofSeconds(30));

        assertThat(String.join("", connection.frames())).hasSizeBetween(3, 4).matches("\n+");
    }

    @Test
    void sendsNoHeartbeatsToAClientThatWantsNone() {
        Session session = feed.open(connection);
        feed.send(session, "CONNECT\naccept-version:1.2\nheart-beat:0,0\nAuthorization:Bearer alice\n\n\0");
        connection.frames();
        feed.pass(Duration.ofSeconds(40));

        assertThat(connection.frames()).isEmpty();
        assertThat(connection.pings()).isPositive();
    }

    /** A tab in the background answers pings though its timers hardly run. */
    @Test
    void keepsAClientThatAnswersPingsAndClosesASilentOne() {
        Session session = feed.connected(connection, "alice;60");
        for (int i = 0; i < 20; i++) {
            feed.pass(Duration.ofSeconds(16));
            session.receivedControl();
        }
        assertThat(connection.closeCode()).isNull();
        connection.frames();

        feed.pass(Duration.ofSeconds(47));
        assertThat(connection.frames().getLast()).contains("message:silent");
        assertThat(connection.closeCode()).isEqualTo(1008);
    }

    @Test
    void closesAConnectionThatDoesNotConnectInTime() {
        feed.open(connection);
        feed.pass(Duration.ofSeconds(11));

        assertThat(connection.frames().getFirst()).contains("message:no CONNECT");
        assertThat(connection.closeCode()).isEqualTo(1008);
    }

    @Test
    void endsWithItsTokenUnlessItIsRenewed() {
        Session session = feed.connected(connection, "alice;1");
        feed.pass(Duration.ofSeconds(40));
        session.receivedControl();
        feed.send(session, "SEND\ndestination:/app/token\nAuthorization:Bearer alice;1\n\n\0");
        feed.pass(Duration.ofSeconds(40));
        session.receivedControl();
        assertThat(connection.closeCode()).isNull();
        feed.pass(Duration.ofSeconds(20));

        assertThat(connection.frames().getLast()).contains("message:token expired");
        assertThat(connection.closeCode()).isEqualTo(1008);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "bad", "alice;1;orders:read"})
    void takesNoTokenOfAnotherSubjectForRenewal(String token) {
        Session session = feed.connected(connection, "alice");
        feed.send(session, "SEND\ndestination:/app/token\nAuthorization:Bearer " + token + "\n\n\0");

        assertThat(connection.frames().getLast()).startsWith("ERROR");
    }

    @Test
    void waitsForTheVerificationBeforeItReadsOn() {
        feed.verifyLater();
        Session session = feed.open(connection);
        connection.takeDemands();
        feed.quote(EUR_USD);
        feed.send(session, "CONNECT\naccept-version:1.2\nAuthorization:Bearer alice\n\n\0" + subscribe("1", EUR_USD));
        assertThat(connection.frames()).isEmpty();
        assertThat(connection.takeDemands()).isZero();

        feed.verifyNow();
        feed.turn();
        assertThat(connection.frames()).hasSize(2);
        assertThat(connection.takeDemands()).isOne();
    }

    @Test
    void boundsTheSessionsOfAnIdentity() {
        SessionHarness small = new SessionHarness(SessionLimits.standard().withSessionsPerIdentity(2));
        Session first = small.connected(new FakeConnection(), "alice");
        small.connected(new FakeConnection(), "alice");
        small.connected(new FakeConnection(), "bob");
        small.send(small.open(connection), "CONNECT\naccept-version:1.2\nAuthorization:Bearer alice\n\n\0");
        assertThat(connection.frames().getFirst()).contains("message:too many sessions");

        first.closed();
        FakeConnection again = new FakeConnection();
        small.connected(again, "alice");
        assertThat(again.closeCode()).isNull();
    }

    @Test
    void boundsTheSubscriptionsOfASession() {
        Session session = feed.connected(connection, "alice");
        for (int i = 0; i <= SessionLimits.standard().subscriptionsMax(); i++) {
            feed.send(session, subscribe("id" + i, EUR_USD));
            feed.pass(Duration.ofSeconds(i % 50 == 0 ? 1 : 0));
        }

        assertThat(connection.frames().getLast()).contains("message:too many subscriptions");
    }

    @Test
    void closesAClientThatSendsTooMuch() {
        Session session = feed.connected(connection, "alice");
        for (int i = 0; i < 1_001; i++) {
            session.receivedControl();
        }
        feed.turn();

        assertThat(connection.frames().getLast()).contains("message:too many frames");
        assertThat(connection.closeCode()).isEqualTo(1008);
    }

    // Private queues.

    @Test
    void deliversAnAccountsEventsToItsOwnerFromNowOn() {
        feed.event(ALICES, 7);
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", ORDERS + ALICES));
        feed.event(ALICES, 8);
        feed.event(ALICES, 8);
        feed.event(ALICES, 9);
        feed.turn();

        assertThat(seqs()).containsExactly("8", "9");
    }

    @Test
    void resumesWhereAClientWas() {
        for (int seq = 5; seq <= 9; seq++) {
            feed.event(ALICES, seq);
        }
        Session session = feed.connected(connection, "alice");
        feed.send(session, resume("1", 6));
        feed.event(ALICES, 10);
        feed.turn();

        assertThat(seqs()).containsExactly("7", "8", "9", "10");
    }

    @Test
    void resetsAClientThatWantsWhatIsNoLongerKept() {
        feed.event(ALICES, 5);
        feed.pass(Duration.ofMinutes(17));
        feed.event(ALICES, 6);
        Session session = feed.connected(connection, "alice");
        feed.send(session, resume("1", 3));
        List<String> frames = connection.frames();
        assertThat(frames)
                .singleElement()
                .satisfies(frame -> assertThat(frame)
                        .contains("\ntype:reset\n", "\nseq:6\n", "{\"accountId\":\"alices\",\"lastSeq\":6}"));

        feed.event(ALICES, 7);
        feed.turn();
        assertThat(seqs()).containsExactly("7");
    }

    @Test
    void losesNoEventForASlowReader() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", ORDERS + ALICES));
        connection.stick();
        List<String> expected = new ArrayList<>();
        for (int seq = 1; seq <= 5_000; seq++) {
            feed.event(ALICES, seq);
            expected.add(Integer.toString(seq));
            feed.turn();
        }
        connection.unstick();
        for (int i = 0; i < 30; i++) {
            feed.turn();
        }

        assertThat(seqs()).isEqualTo(expected);
    }

    @Test
    void waitsForAnAccountThatIsNew() {
        Session session = feed.connected(connection, "carol");
        connection.takeDemands();
        feed.send(session, subscribe("1", ORDERS + "carols") + subscribe("2", EUR_USD));
        feed.pass(Duration.ofSeconds(1));
        assertThat(connection.frames()).isEmpty();
        assertThat(connection.takeDemands()).isZero();

        AccountId carols = new AccountId("carols");
        feed.owner(carols, "carol");
        feed.turn();
        feed.event(carols, 1);
        feed.quote(EUR_USD);
        feed.turn();
        assertThat(connection.frames()).hasSize(2);
    }

    @Test
    void refusesAnAccountThatDoesNotBecomeKnownInTheWordsOfAForeignOne() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", ORDERS + "nobodys"));
        feed.pass(Duration.ofSeconds(3));

        assertThat(connection.frames().getFirst()).contains("message:no such destination");
        assertThat(connection.closeCode()).isEqualTo(1008);
    }

    @Test
    void asksToComeBackWhereItHasNotReadTheBusYet() {
        feed.setCaughtUp(false);
        Session session = feed.connected(connection, "alice");
        feed.send(session, resume("1", 3));
        feed.pass(Duration.ofSeconds(3));

        assertThat(connection.frames().getFirst()).contains("message:not ready");
        assertThat(connection.closeCode()).isEqualTo(1013);
    }

    @Test
    void needsTheScopeOfTheServiceWhoseEventsItDelivers() {
        Session session = feed.connected(connection, "alice;15;feed:read accounts:read");
        feed.send(session, subscribe("1", "/queue/account." + ALICES));
        assertThat(connection.closeCode()).isNull();
        feed.send(session, subscribe("2", ORDERS + ALICES));
        assertThat(connection.frames().getLast()).contains("message:forbidden");
    }

    @Test
    void closesWhenTheAccountGoesToSomebodyElse() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", ORDERS + ALICES));
        feed.owner(ALICES, "bob");
        feed.turn();

        assertThat(connection.frames().getFirst()).contains("message:no such destination");
        assertThat(connection.closeCode()).isEqualTo(1008);
    }

    @Test
    void freesEverythingWhenTheSocketIsGone() {
        Session session = feed.connected(connection, "alice");
        feed.send(session, subscribe("1", ORDERS + ALICES) + subscribe("2", EUR_USD));
        assertThat(feed.meter("tradepath.feed.subscriptions")).isEqualTo(2);
        session.closed();
        feed.turn();
        feed.event(ALICES, 1);
        feed.quote(EUR_USD);
        session.received(ByteBuffer.wrap(new byte[] {'\n'}));
        feed.turn();

        assertThat(connection.frames()).isEmpty();
        assertThat(feed.sessions()).isZero();
        assertThat(feed.meter("tradepath.feed.subscriptions")).isZero();
    }

    private static String subscribe(String id, String destination) {
        return "SUBSCRIBE\nid:" + id + "\ndestination:" + destination + "\n\n\0";
    }

    private static String resume(String id, long after) {
        return "SUBSCRIBE\nid:" + id + "\ndestination:" + ORDERS + ALICES + "\nresume-seq:" + after + "\n\n\0";
    }

    /** {@code subscription pair seq[ snapshot]} of each MESSAGE. */
    private List<String> messages() {
        return connection.frames().stream()
                .map(frame -> header(frame, "subscription")
                        + " " + header(frame, "destination").replace("/topic/quotes.", "")
                        + " " + header(frame, "seq")
                        + (frame.contains("\ntype:snapshot") ? " snapshot" : ""))
                .toList();
    }

    private List<String> seqs() {
        return connection.frames().stream().map(frame -> header(frame, "seq")).toList();
    }

    private static String header(String frame, String name) {
        return frame.lines()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .map(line -> line.substring(name.length() + 1))
                .orElse("");
    }
}
