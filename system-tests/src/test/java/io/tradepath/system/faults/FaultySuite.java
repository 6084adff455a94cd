package io.tradepath.system.faults;

import io.tradepath.system.client.Api;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Signals;
import io.tradepath.system.suite.Suites;
import io.tradepath.system.suite.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A suite with two instances of each service, whose services reach their databases through proxies. */
final class FaultySuite implements AutoCloseable {
    private static final Pattern HOLDER = Pattern.compile("(?m)^tradepath_outbox_relay_holder(?:\\{[^}]*})? 1\\.0$");
    private static final Duration HOLDER_MAX = Duration.ofSeconds(20);
    private static final Duration RESTARTED_MAX = Duration.ofSeconds(60);

    private final Map<String, TcpProxy> proxies = Map.of("accounts", new TcpProxy(), "executions", new TcpProxy());
    private final HttpClient http = HttpClient.newHttpClient();
    private final RunningSuite suite;
    private final Api api;

    private FaultySuite() {
        suite = RunningSuite.startWith(
                started -> proxies.values().forEach(proxy -> proxy.to(started.port("postgres"))),
                "--replicas",
                "accounts=2,executions=2,feed=2",
                "--database-ports",
                "accounts=" + proxy("accounts").port() + ",executions="
                        + proxy("executions").port());
        api = new Api(suite.gateway(), suite.issuer());
    }

    /** The one that all tests of faults share. */
    static FaultySuite shared() {
        return Suites.sharing("faulty", FaultySuite.class, FaultySuite::new);
    }

    RunningSuite suite() {
        return suite;
    }

    Api api() {
        return api;
    }

    TcpProxy proxy(String service) {
        return Objects.requireNonNull(proxies.get(service));
    }

    /** The instance of a service that relays its outbox. */
    String relayHolder(String service) throws InterruptedException {
        long deadline = System.nanoTime() + HOLDER_MAX.toNanos();
        while (System.nanoTime() < deadline) {
            for (String instance : List.of(service, service + "-2")) {
                Matcher holder = HOLDER.matcher(metrics(instance));
                if (holder.find()) {
                    return instance;
                }
            }
            Thread.sleep(Duration.ofMillis(100));
        }
        throw new AssertionError("nobody relays the outbox of " + service);
    }

    /** Kills both instances of a service and waits until both serve again. */
    void restart(String service) throws InterruptedException {
        List<String> instances = List.of(service, service + "-2");
        List<Long> before = instances.stream().map(suite::pid).toList();
        before.forEach(Signals::kill);
        long deadline = System.nanoTime() + RESTARTED_MAX.toNanos();
        for (String instance : instances) {
            while (before.contains(suite.pid(instance))
                    || !ask(instance, "health/readiness").contains("UP")) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(instance + " does not serve again");
                }
                Thread.sleep(Duration.ofMillis(50));
            }
        }
    }

    /** A process's metrics in Prometheus's text; empty where it does not answer. */
    String metrics(String instance) throws InterruptedException {
        return ask(instance, "prometheus");
    }

    private String ask(String instance, String endpoint) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + suite.port(instance + "-management") + "/actuator/" + endpoint);
        try {
            return http.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(3))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException away) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            suite.close();
        } catch (UncheckedIOException e) {
            throw new AssertionError("the suite's folder cannot be deleted", e);
        } finally {
            proxies.values().forEach(TcpProxy::close);
        }
    }
}
