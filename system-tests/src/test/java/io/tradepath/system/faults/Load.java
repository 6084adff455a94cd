package io.tradepath.system.faults;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Api;
import io.tradepath.system.client.History;
import io.tradepath.system.client.Patient;
import io.tradepath.system.client.PrivateStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Clients that deposit and trade, and followers of every account's streams, until they are told to stop. */
public final class Load implements AutoCloseable {
    private static final Duration STOP_MAX = Duration.ofMinutes(2);
    private static final List<String> IDENTITIES = List.of("trader-1", "trader-2", "trader-3");
    private static final List<String> INSTRUMENTS = List.of("EUR_USD", "USD_JPY", "GBP_USD", "EUR_GBP", "AUD_JPY");

    private final Api api;
    private final Shape shape;
    private final History history = new History();
    private final List<Client> clients = new ArrayList<>();
    private final List<PrivateStream> streams = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean ending;

    /**
     * Who asks for what.
     *
     * @param currencies of the accounts of each identity
     * @param workers that ask at once, each for one account after the other
     * @param depositsInTen how many of ten requests are deposits; the others are orders
     * @param pauseMsMax between a worker's requests
     * @param patience how long a client asks with one key before it gives up
     */
    private record Shape(List<String> currencies, int workers, int depositsInTen, int pauseMsMax, Duration patience) {}

    private static final Shape BROAD = new Shape(List.of("USD", "EUR", "JPY", "USD"), 6, 1, 30, Duration.ofSeconds(90));
    /** Many on few accounts, so that they get in each other's way. */
    private static final Shape CROWD = new Shape(List.of("USD"), 12, 4, 10, Duration.ofSeconds(30));

    private record Client(String identity, String account) {}

    private Load(Api api, Shape shape) {
        this.api = api;
        this.shape = shape;
    }

    /** Opens accounts in USD, EUR and JPY and funds them; nobody trades yet. */
    public static Load prepare(Api api) throws IOException, InterruptedException {
        return prepare(api, BROAD);
    }

    /** Opens an account for each identity and funds it, for many clients that will share it. */
    static Load prepareCrowd(Api api) throws IOException, InterruptedException {
        return prepare(api, CROWD);
    }

    private static Load prepare(Api api, Shape shape) throws IOException, InterruptedException {
        Load load = new Load(api, shape);
        for (String currency : shape.currencies()) {
            for (String identity : IDENTITIES) {
                String account = api.openAccount(identity, currency);
                load.clients.add(new Client(identity, account));
                load.streams.add(PrivateStream.follow(api, identity, account));
                String amount = currency.equals("JPY") ? "15000000" : "100000";
                new Patient(api, load.history, shape.patience()).deposit(identity, account, amount, Identifiers.next());
            }
        }
        return load;
    }

    /** Lets the clients go, each with a sequence of requests that its share of the seed decides. */
    public void go(long seed) {
        ending = false;
        for (int worker = 0; worker < shape.workers(); worker++) {
            Random random = new Random(seed * 31 + worker);
            workers.add(Thread.ofVirtual().name("client-" + worker).start(() -> work(random)));
        }
    }

    private void work(Random random) {
        Patient patient = new Patient(api, history, shape.patience());
        try {
            while (!ending) {
                Client client = clients.get(random.nextInt(clients.size()));
                if (random.nextInt(10) < shape.depositsInTen()) {
                    String amount = Integer.toString(1 + random.nextInt(1_000));
                    patient.deposit(client.identity(), client.account(), amount, Identifiers.next());
                } else {
                    patient.order(client.identity(), client.account(), order(random));
                }
                Thread.sleep(random.nextInt(shape.pauseMsMax()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> order(Random random) {
        return Api.market(
                INSTRUMENTS.get(random.nextInt(INSTRUMENTS.size())),
                random.nextBoolean() ? "BUY" : "SELL",
                Integer.toString(1 + random.nextInt(20_000)),
                Identifiers.next());
    }

    /** Ends the trading and waits until every request under way is answered or given up. */
    public void stop() throws InterruptedException {
        ending = true;
        long deadline = System.nanoTime() + STOP_MAX.toNanos();
        for (Thread worker : workers) {
            if (!worker.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                throw new AssertionError("a client is still asking after " + STOP_MAX);
            }
        }
        workers.clear();
    }

    public History history() {
        return history;
    }

    public List<PrivateStream> streams() {
        return streams;
    }

    @Override
    public void close() {
        ending = true;
        streams.forEach(PrivateStream::close);
    }
}
