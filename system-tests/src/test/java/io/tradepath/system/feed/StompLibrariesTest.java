package io.tradepath.system.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.feed.LibraryClient.Library;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import io.tradepath.system.suite.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** STOMP client libraries as they come from npm and Maven, each through the gateway, over a connection that is cut. */
@Order(Suites.REPLAY)
class StompLibrariesTest {
    private static final String QUOTES = "/topic/quotes.EUR_USD";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path npm;

    @BeforeAll
    static void install() throws Exception {
        NodeClient.install(npm);
    }

    @ParameterizedTest
    @EnumSource
    void connectsBeatsReconnectsAndResumes(Library library) throws Exception {
        RunningSuite suite = Suites.replay();
        Api api = new Api(suite.gateway(), suite.issuer());
        String account = api.openAccount("trader-1", "USD");
        String queue = "/queue/account." + account;
        List<Said.Message> events = new ArrayList<>();
        List<Said.Message> quotes = new ArrayList<>();
        try (TcpProxy connection = new TcpProxy();
                LibraryClient owner = open(library, connection, api, queue);
                LibraryClient watcher = open(library, connection, api, QUOTES)) {
            connection.to(suite.port("gateway"));
            awaitConnected(owner, 1);
            awaitConnected(watcher, 1);
            api.deposit("trader-1", account, "100", "before").expect(201);
            collect(owner, events, message -> message.seq() == 2);
            collect(watcher, quotes, message -> message.type().equals("update"));
            awaitHeartbeats(owner);

            connection.cut();
            api.deposit("trader-1", account, "100", "away").expect(201);
            owner.await(Said.Lost.class, PATIENCE);
            awaitConnected(owner, 2);
            api.deposit("trader-1", account, "100", "after").expect(201);
            collect(owner, events, message -> message.seq() == 4);
            collect(
                    watcher,
                    quotes,
                    message -> message.connection() == 2 && message.type().equals("update"));
        }
        assertThat(events).extracting(Said.Message::seq).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events)
                .extracting(event -> event.body().path("seq").asLong())
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(events).extracting(Said.Message::connection).containsExactly(1, 1, 2, 2);
        assertInOrder(quotes);
    }

    private static LibraryClient open(Library library, TcpProxy connection, Api api, String destination)
            throws Exception {
        return LibraryClient.open(
                library, npm, api.gateway(), connection.port(), api.token("trader-1"), List.of(destination));
    }

    private static void awaitConnected(LibraryClient client, int connection) throws InterruptedException {
        assertThat(client.await(Said.Connected.class, PATIENCE).connection()).isEqualTo(connection);
    }

    /** The service's come where nothing else does, the library's in any case. */
    private static void awaitHeartbeats(LibraryClient client) throws InterruptedException {
        Set<Boolean> byServer = new HashSet<>();
        while (byServer.size() < 2) {
            byServer.add(client.await(Said.Heartbeat.class, PATIENCE).byServer());
        }
    }

    private static void collect(LibraryClient client, List<Said.Message> messages, Predicate<Said.Message> last)
            throws InterruptedException {
        do {
            messages.add(client.await(Said.Message.class, PATIENCE));
        } while (!last.test(messages.getLast()));
    }

    /** Each connection begins with a snapshot, which may be what the one before had last. */
    private static void assertInOrder(List<Said.Message> quotes) {
        assertThat(quotes.getFirst().type()).isEqualTo("snapshot");
        for (int i = 1; i < quotes.size(); i++) {
            Said.Message before = quotes.get(i - 1);
            Said.Message quote = quotes.get(i);
            boolean first = before.connection() != quote.connection();
            assertThat(quote.type()).as("%s after %s", quote, before).isEqualTo(first ? "snapshot" : "update");
            int order = before.epoch() == quote.epoch()
                    ? Long.compare(quote.seq(), before.seq())
                    : Long.compare(quote.epoch(), before.epoch());
            assertThat(order).as("%s after %s", quote, before).isGreaterThanOrEqualTo(first ? 0 : 1);
        }
    }
}
