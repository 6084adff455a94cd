package io.tradepath.executions.system;

import io.tradepath.backing.SharedBacking;
import io.tradepath.events.AccountId;
import io.tradepath.events.Topics;
import io.tradepath.executions.ExecutionsApplication;
import io.tradepath.executions.quotes.MarketData;
import io.tradepath.executions.quotes.Quotes;
import io.tradepath.fx.Quote;
import io.tradepath.wire.TopicSetup;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two instances of the service on one database, and what is around them; started once, ended with the JVM. */
final class Service {
    private static final Duration EVENTUALLY_MAX = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(5);

    static final Service RUNNING = new Service();

    final QuotePublisher quotes;
    final AccountsOnTheBus accounts;
    final ConfigurableApplicationContext first;
    final ConfigurableApplicationContext second;
    final String jdbcUrl = SharedBacking.freshDatabase("executions");

    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    private Service() {
        String bootstrap = SharedBacking.kafka().bootstrapServers();
        try {
            // What accounts and feed would have created.
            TopicSetup.create(
                    Map.of("bootstrap.servers", bootstrap),
                    List.of(Topics.QUOTES, Topics.ACCOUNTS, Topics.ACCOUNT_EVENTS));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        quotes = new QuotePublisher(bootstrap);
        accounts = new AccountsOnTheBus(bootstrap);
        first = start(jdbcUrl, bootstrap);
        second = start(jdbcUrl, bootstrap);
        awaitReplica();
    }

    /** Returns when what is said of accounts is applied at once: no instance joins or leaves the group any more. */
    void awaitReplica() {
        Client trader = client("trader-1");
        for (int i = 0; i < 2 * Topics.ACCOUNT_PARTITIONS; i++) {
            AccountId account = accounts.open("trader-1", "USD");
            eventually(() -> trader.get(path(account, "/summary")).status() == 200);
        }
    }

    /** Starts one more instance; whoever does closes it. */
    static ConfigurableApplicationContext start(String jdbcUrl, String bootstrap, String... more) {
        return new SpringApplicationBuilder(ExecutionsApplication.class).run(arguments(jdbcUrl, bootstrap, more));
    }

    private static String[] arguments(String jdbcUrl, String bootstrap, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + jdbcUrl,
                "--spring.kafka.bootstrap-servers=" + bootstrap,
                "--tradepath.issuer=" + SharedBacking.issuer().issuer(),
                "--tradepath.jwks-uri=" + SharedBacking.issuer().jwksUri()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    static int port(ConfigurableApplicationContext instance) {
        return instance.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    static int managementPort(ConfigurableApplicationContext instance) {
        return instance.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    /** A client of the first instance with all that {@code who} may. */
    Client client(String who) {
        return new Client(port(first), token(who));
    }

    String token(String who) {
        return tokens.computeIfAbsent(who, SharedBacking.issuer()::token);
    }

    /** The path of an account, with what follows it. */
    static String path(AccountId account, String rest) {
        return "/executions/accounts/" + account + rest;
    }

    /** The body of a market order that fills in whole or not at all. */
    static String marketOrder(String instrument, String side, String units, String clientOrderId) {
        return """
                {"instrument":"%s","side":"%s","units":"%s","type":"MARKET","timeInForce":"FOK","clientOrderId":"%s"}""".formatted(instrument, side, units, clientOrderId);
    }

    /** Asks again and again until the answer is as it should be; fails after ten seconds. */
    static void eventually(BooleanSupplier holds) {
        long deadline = System.nanoTime() + EVENTUALLY_MAX.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + EVENTUALLY_MAX);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Publishes and returns when both instances have it. */
    Quote quote(String pair, String bid, String ask) {
        return shown(quotes.quote(pair, bid, ask));
    }

    /** Returns when both instances trade on the quote. */
    Quote shown(Quote quote) {
        shown(first, quote);
        shown(second, quote);
        return quote;
    }

    /** Returns when the instance trades on the quote. */
    static void shown(ConfigurableApplicationContext instance, Quote quote) {
        MarketData marketData = instance.getBean(MarketData.class);
        eventually(() -> {
            Quotes.Latest latest = marketData.quotes().find(quote.instrument());
            return latest != null && latest.fresh() && latest.quote().equals(quote);
        });
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, "executions", "executions");
    }
}
