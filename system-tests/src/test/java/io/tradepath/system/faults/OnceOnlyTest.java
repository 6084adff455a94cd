package io.tradepath.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Answer;
import io.tradepath.system.client.Api;
import io.tradepath.system.suite.Suites;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Equal requests have one effect and equal answers, over two instances, at once and after a restart. */
@Order(Suites.FAULTY)
class OnceOnlyTest {
    private static final int COPIES = 20;
    private static final int DEPOSIT_AND_TRADE = 1_000;
    private static final int TRADERS = 4;
    /** Tries, a tenth of a second apart, while quotes are stale or instances that were restarted share out their work. */
    private static final int TRIES_MAX = 200;

    /** What a deposit's answer waits for its event at the most. */
    private static final Duration ON_THE_BUS_MAX = Duration.ofMillis(500);

    private static final int LATE_MAX = 10;

    private final AtomicInteger notOnTheBus = new AtomicInteger();
    private FaultySuite suite;
    private Api api;

    @BeforeEach
    void start() {
        suite = FaultySuite.shared();
        api = suite.api();
    }

    /** The balancer goes round: of 20 copies each instance gets some. */
    @Test
    void twentyEqualDepositsAreOneAndSoAreTheirAnswersAlsoAfterARestart() throws Exception {
        String account = api.openAccount("trader-1", "USD");
        String key = Identifiers.next();
        Callable<Answer> deposit = () -> api.deposit("trader-1", account, "100", key);
        assertOneAnswer(atOnce(deposit), 201);

        suite.restart("accounts");
        Answer again = eventually(deposit, 201);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertOneAnswer(atOnce(deposit), 201);
        assertThat(api.get("trader-1", "/accounts/" + account).text("balance")).isEqualTo("100.00");
        assertThat(api.deposit("trader-1", account, "101", key).status()).isEqualTo(409);
    }

    @Test
    void twentyEqualOrdersAreOneAndSoAreTheirAnswersAlsoAfterARestart() throws Exception {
        String account = api.openAccount("trader-1", "USD");
        api.deposit("trader-1", account, "100000", Identifiers.next()).expect(201);
        Map<String, String> order = Api.market("EUR_USD", "BUY", "1000", Identifiers.next());
        Callable<Answer> buy = () -> api.order("trader-1", account, order);
        List<Answer> first = atOnce(buy);
        assertOneAnswer(first, 201);

        suite.restart("executions");
        Answer again = eventually(buy, 201);
        assertThat(again.body()).isEqualTo(first.getFirst().body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(api.get("trader-1", "/executions/accounts/" + account + "/positions")
                        .body()
                        .path("positions")
                        .path(0)
                        .path("units")
                        .asString())
                .isEqualTo("1000");
        Map<String, String> other = Api.market("EUR_USD", "BUY", "1001", order.getOrDefault("clientOrderId", ""));
        assertThat(api.order("trader-1", account, other).status()).isEqualTo(409);
    }

    /**
     * A client trades on its deposit as soon as it has the answer, at whatever instance either arrives. A deposit whose
     * event is not on the bus after half a second is answered without it, so that Kafka's absence stops no deposits;
     * executions-service cannot know of that one yet. It is made up for by another, and may hardly ever happen.
     */
    @Test
    void aClientThatDepositsAndTradesAtOnceIsNeverRefusedForIt() throws Exception {
        try (ExecutorService traders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> refused = new ArrayList<>();
            for (int trader = 0; trader < TRADERS; trader++) {
                refused.add(traders.submit(() -> depositAndTrade(DEPOSIT_AND_TRADE / TRADERS)));
            }
            for (Future<List<String>> each : refused) {
                assertThat(each.get()).isEmpty();
            }
        }
        System.out.println("answered before their event was on the bus: " + notOnTheBus.get());
    }

    private List<String> depositAndTrade(int times) throws Exception {
        List<String> refused = new ArrayList<>();
        String account = "";
        int done = 0;
        for (int i = 0; done < times; i++) {
            // Every tenth on an account that the other service has yet to hear of.
            if (i % 10 == 0) {
                account = api.openAccount("trader-2", "USD");
            }
            // Each deposit pays the margin of one more order and no more: without it the order would be refused.
            long asked = System.nanoTime();
            api.deposit("trader-2", account, "40", Identifiers.next()).expect(201);
            boolean onTheBus = System.nanoTime() - asked < ON_THE_BUS_MAX.toNanos();
            Answer answer = tradeOnAFreshQuote(account);
            if (!onTheBus) {
                assertThat(notOnTheBus.incrementAndGet())
                        .as("deposits answered before their event was on the bus")
                        .isLessThanOrEqualTo(LATE_MAX);
                continue;
            }
            done++;
            if (answer.status() != 201 || !answer.text("status").equals("FILLED")) {
                refused.add(i + ": " + answer.status() + " " + answer.body());
            }
        }
        return refused;
    }

    /**
     * Trades as a client does: a 503 says that nothing was done and is asked again with the same key, an order that was
     * refused because quotes were stale for a moment is replaced by another one.
     */
    private Answer tradeOnAFreshQuote(String account) throws Exception {
        Map<String, String> order = Api.market("EUR_USD", "BUY", "1000", Identifiers.next());
        Answer answer = api.order("trader-2", account, order);
        for (int i = 0; i < TRIES_MAX && isForAMoment(answer); i++) {
            Thread.sleep(Duration.ofMillis(100));
            if (answer.status() == 422) {
                order = Api.market("EUR_USD", "BUY", "1000", Identifiers.next());
            }
            answer = api.order("trader-2", account, order);
        }
        return answer;
    }

    private static boolean isForAMoment(Answer answer) {
        return answer.status() == 503 || answer.text("rejectReason").equals("QUOTE_STALE");
    }

    private static List<Answer> atOnce(Callable<Answer> request) throws Exception {
        CyclicBarrier together = new CyclicBarrier(COPIES);
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < COPIES; i++) {
                asked.add(clients.submit(() -> {
                    together.await();
                    return request.call();
                }));
            }
            for (Future<Answer> each : asked) {
                answers.add(each.get());
            }
        }
        return answers;
    }

    private static void assertOneAnswer(List<Answer> answers, int status) {
        Set<String> bodies = new HashSet<>();
        for (Answer answer : answers) {
            bodies.add(answer.expect(status).body().toString());
        }
        assertThat(bodies).hasSize(1);
    }

    private static Answer eventually(Callable<Answer> request, int status) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String last = "";
        while (System.nanoTime() < deadline) {
            try {
                Answer answer = request.call();
                if (answer.status() == status) {
                    return answer;
                }
                last = answer.status() + " " + answer.body();
            } catch (IOException away) {
                last = away.toString();
            }
            Thread.sleep(Duration.ofMillis(200));
        }
        throw new AssertionError("no " + status + ": " + last);
    }
}
