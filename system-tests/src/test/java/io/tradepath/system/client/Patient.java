package io.tradepath.system.client;

import io.tradepath.system.client.History.Entry;
import io.tradepath.system.client.History.Kind;
import io.tradepath.system.client.History.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client that asks again with the same key until it knows. */
public final class Patient {
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** Answers that do not tell whether there was an effect, or say that there was none and to come again. */
    private static final Set<Integer> COME_AGAIN = Set.of(429, 500, 502, 503, 504);

    private final Api api;
    private final History history;
    private final Duration patience;

    public Patient(Api api, History history, Duration patience) {
        this.api = api;
        this.history = history;
        this.patience = patience;
    }

    public Entry deposit(String identity, String account, String amount, String key) throws InterruptedException {
        return ask(
                Kind.DEPOSIT,
                account,
                key,
                Map.of("amount", amount),
                () -> api.deposit(identity, account, amount, key));
    }

    public Entry order(String identity, String account, Map<String, String> order) throws InterruptedException {
        String key = order.getOrDefault("clientOrderId", "");
        return ask(Kind.ORDER, account, key, order, () -> api.order(identity, account, order));
    }

    private Entry ask(Kind kind, String account, String key, Map<String, String> body, Request request)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Answer answer = null;
        int attempts = 0;
        while (true) {
            attempts++;
            try {
                answer = request.send();
            } catch (IOException lost) {
                answer = null;
            } catch (AssertionError issuerAway) {
                answer = null;
            }
            boolean told = answer != null && !COME_AGAIN.contains(answer.status());
            if (told || System.nanoTime() > deadline) {
                Entry entry = entry(kind, account, key, body, told ? answer : null, attempts);
                history.add(entry);
                return entry;
            }
            Thread.sleep(PAUSE);
        }
    }

    private static Entry entry(
            Kind kind, String account, String key, Map<String, String> body, @Nullable Answer answer, int attempts) {
        Outcome outcome = Outcome.UNKNOWN;
        int status = 0;
        if (answer != null) {
            status = answer.status();
            outcome = status == 201 ? Outcome.OK : Outcome.FAIL;
        }
        return new Entry(Clock.systemUTC().instant(), kind, account, key, body, outcome, status, attempts, answer);
    }

    private interface Request {
        Answer send() throws IOException, InterruptedException;
    }
}
