package io.tradepath.bench.orders;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.tradepath.bench.Figures;
import io.tradepath.bench.RunningSuite;
import io.tradepath.bench.load.Client;
import io.tradepath.bench.load.Measured;
import io.tradepath.bench.load.RequestLoad;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Orders and deposits as fast as they go and at a pace, in turns with plain transactions on the same PostgreSQL. */
public final class OrdersBench {
    private static final int ACCOUNTS = 100;
    private static final int CONNECTIONS = 64;
    private static final int PACED = 100;
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;
    /** More would only wait for each other. */
    private static final int PLAIN_CONNECTIONS = 16;

    private final Path home;
    private final PrintStream out;
    private final int warmSeconds = Integer.getInteger("tradepath.bench.warm", 30);
    private final int measureSeconds = Integer.getInteger("tradepath.bench.seconds", 10);
    private final int rounds = Integer.getInteger("tradepath.bench.rounds", 3);

    /** The figures of one kind of load over the rounds. */
    private static final class Series {
        private final String name;
        private final List<Double> perSecond = new ArrayList<>();
        private final List<Double> p50 = new ArrayList<>();
        private final List<Double> p99 = new ArrayList<>();
        private final Map<String, List<Double>> cpuMillis = new TreeMap<>();

        Series(String name) {
            this.name = name;
        }
    }

    public OrdersBench(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Runs and prints, and says whether the goals that must hold do. */
    public boolean run() throws Exception {
        // Makes the AOT caches, where a build is new.
        RunningSuite.start(home).close();
        try (RunningSuite suite = RunningSuite.start(home);
                EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory())) {
            print("settings  %s", suite.durability());
            print(
                    "          %d accounts, %d connections, %d s warm, %d rounds of %d s",
                    ACCOUNTS, CONNECTIONS, warmSeconds, rounds, measureSeconds);
            TradingClient client = new TradingClient(suite);
            List<String> accounts = client.accounts(ACCOUNTS, "100000");
            Posts orders = new Posts(client.token(), number -> order(accounts, number));
            Posts deposits = new Posts(client.token(), number -> deposit(accounts, number));
            Client executions = new Client(loop.next(), suite.port("executions"));
            Client ledger = new Client(loop.next(), suite.port("accounts"));
            try (PlainTransactions plain = new PlainTransactions(suite, ACCOUNTS, PLAIN_CONNECTIONS)) {
                load(executions, orders, 0, warmSeconds);
                load(ledger, deposits, 0, warmSeconds);
                plain.run(0, measureSeconds);
                measure(suite, executions, orders, ledger, deposits, plain);
                boolean ordersHold =
                        isAllThere(suite, "executions", "SELECT count(*) FROM orders WHERE status = 'FILLED'", orders);
                boolean depositsHold = isAllThere(
                        suite,
                        "accounts",
                        "SELECT count(*) FROM journal_entry WHERE idempotency_key LIKE 'bench-%'",
                        deposits);
                return ordersHold && depositsHold;
            }
        }
    }

    private void measure(
            RunningSuite suite, Client executions, Posts orders, Client ledger, Posts deposits, PlainTransactions plain)
            throws Exception {
        List<Series> all = new ArrayList<>();
        for (int pace : List.of(PACED, 0)) {
            String at = pace == 0 ? "as fast as it goes" : "at %d/s".formatted(pace);
            Series ordersSeries = new Series("orders " + at);
            Series plainSeries = new Series("plain transactions " + at);
            Series depositsSeries = new Series("deposits " + at);
            all.addAll(List.of(ordersSeries, plainSeries, depositsSeries));
            for (int round = 0; round < rounds; round++) {
                Map<String, Double> idle = idle(suite);
                record(suite, idle, ordersSeries, () -> load(executions, orders, pace, measureSeconds));
                record(suite, idle, plainSeries, () -> plain.run(pace, measureSeconds));
                record(suite, idle, depositsSeries, () -> load(ledger, deposits, pace, measureSeconds));
            }
        }
        all.forEach(this::report);
        print("");
    }

    /**
     * Whether the database has all that was answered 201, and at the most what was answered 503 beside it: who is sent
     * away when more comes than can be carried is not told whether it was done.
     */
    private boolean isAllThere(RunningSuite suite, String service, String count, Posts posts) throws Exception {
        try (Connection connection = suite.database(service);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(count)) {
            row.next();
            long done = posts.statuses().getOrDefault(CREATED, 0L);
            long unknown = posts.statuses().getOrDefault(UNAVAILABLE, 0L);
            boolean holds =
                    Set.of(CREATED, UNAVAILABLE).containsAll(posts.statuses().keySet())
                            && row.getLong(1) >= done
                            && row.getLong(1) <= done + unknown;
            print(
                    "must  %s answered %s, the database has %d: %s",
                    service, posts.statuses(), row.getLong(1), holds ? "holds" : "does not hold");
            return holds;
        }
    }

    /** What is measured once. */
    private interface Run {
        Measured measure() throws Exception;
    }

    private static Measured load(Client client, Posts posts, int pace, int seconds) throws Exception {
        return RequestLoad.run(client, posts, CONNECTIONS, pace, seconds);
    }

    /** What each process uses in a second without load: the simulated market's quotes go on. */
    private Map<String, Double> idle(RunningSuite suite) throws InterruptedException {
        Map<String, Double> before = suite.cpuSeconds();
        long started = System.nanoTime();
        Thread.sleep(measureSeconds * 1_000L);
        double seconds = (System.nanoTime() - started) / 1e9;
        Map<String, Double> used = new TreeMap<>();
        suite.cpuSeconds().forEach((name, now) -> used.put(name, (now - before.getOrDefault(name, 0.0)) / seconds));
        return used;
    }

    private void record(RunningSuite suite, Map<String, Double> idle, Series series, Run run) throws Exception {
        Map<String, Double> before = suite.cpuSeconds();
        Measured measured = run.measure();
        Map<String, Double> after = suite.cpuSeconds();
        double seconds = measured.nanos() / 1e9;
        series.perSecond.add(measured.perSecond());
        series.p50.add(measured.p50Nanos() / 1e6);
        series.p99.add(measured.p99Nanos() / 1e6);
        after.forEach((name, now) -> {
            double used = now - before.getOrDefault(name, 0.0) - idle.getOrDefault(name, 0.0) * seconds;
            series.cpuMillis.computeIfAbsent(name, _ -> new ArrayList<>()).add(1_000 * used / measured.count());
        });
        print(
                "  %-40s %7.0f/s  p50 %7.2f ms  p99 %7.2f ms",
                series.name, measured.perSecond(), measured.p50Nanos() / 1e6, measured.p99Nanos() / 1e6);
    }

    private void report(Series series) {
        print("%n%s", series.name);
        print("  done   %s", new Figures("/s", series.perSecond));
        print("  p50    %s", new Figures("ms", series.p50));
        print("  p99    %s", new Figures("ms", series.p99));
        series.cpuMillis.forEach(
                (name, millis) -> print("  %-12s %.3f ms of CPU each", name, new Figures("ms", millis).median()));
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    /** A market order of the account whose turn it is: it buys in one turn and sells in the next. */
    private static Posts.Post order(List<String> accounts, long number) {
        String side = number / accounts.size() % 2 == 0 ? "BUY" : "SELL";
        return new Posts.Post(
                "/executions/accounts/%s/orders".formatted(accounts.get((int) (number % accounts.size()))),
                "",
                "{\"clientOrderId\":\"bench-%d\",\"instrument\":\"EUR_USD\",\"side\":\"%s\",\"units\":\"100\",\"type\":\"MARKET\",\"timeInForce\":\"FOK\"}"
                        .formatted(number, side));
    }

    private static Posts.Post deposit(List<String> accounts, long number) {
        return new Posts.Post(
                "/accounts/%s/deposits".formatted(accounts.get((int) (number % accounts.size()))),
                "Idempotency-Key: bench-%d\r\n".formatted(number),
                "{\"amount\":\"1\"}");
    }
}
