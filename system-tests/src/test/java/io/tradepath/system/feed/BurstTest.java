package io.tradepath.system.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.system.client.Api;
import io.tradepath.system.feed.LibraryClient.Library;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The minutes around the payrolls release at sixty times their speed: some 3,700 ticks in one second. */
@Order(Suites.OWN)
class BurstTest {
    private static final String SPEED = "60";
    /** Three quarters of a minute before the release, for the clients to be there. */
    private static final String FROM = "11:45";

    private static final Instant RELEASE = Instant.parse("2014-05-02T12:30:00Z");
    private static final Instant END = Instant.parse("2014-05-02T12:35:00Z");
    private static final List<String> INSTRUMENTS = List.of("EUR_USD", "NZD_USD");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path npm;

    private final Map<Library, LibraryClient> clients = new EnumMap<>(Library.class);

    @AfterEach
    void closeClients() {
        clients.values().forEach(LibraryClient::close);
    }

    @Test
    void everyTickIsSeenInOrderOrCountedAsConflatedByEachLibrary() throws Exception {
        TickFile file = TickFile.read();
        NodeClient.install(npm);
        Suites.stop();
        try (RunningSuite suite =
                RunningSuite.start("--replay", Suites.ticks().toString(), "--from", FROM, "--speed", SPEED)) {
            String token = new Api(suite.gateway(), suite.issuer()).token("trader-1");
            List<String> destinations = INSTRUMENTS.stream()
                    .map(instrument -> "/topic/quotes." + instrument)
                    .toList();
            for (Library library : Library.values()) {
                clients.put(
                        library,
                        LibraryClient.open(library, npm, suite.gateway(), suite.port("gateway"), token, destinations));
            }
            for (Map.Entry<Library, LibraryClient> each : clients.entrySet()) {
                assertOfTheFile(each.getKey(), untilTheEnd(each.getValue()), file);
            }
        }
    }

    /** Of each instrument all messages up to the first that is behind the end. */
    private static Map<String, List<Said.Message>> untilTheEnd(LibraryClient client) throws InterruptedException {
        Map<String, List<Said.Message>> messages = new HashMap<>();
        int ended = 0;
        while (ended < INSTRUMENTS.size()) {
            Said.Message message = client.await(Said.Message.class, PATIENCE);
            List<Said.Message> of =
                    messages.computeIfAbsent(message.body().path("instrument").asString(), _ -> new ArrayList<>());
            boolean before = of.isEmpty() || !isBehindTheEnd(of.getLast());
            of.add(message);
            ended += before && isBehindTheEnd(message) ? 1 : 0;
        }
        return messages;
    }

    private static boolean isBehindTheEnd(Said.Message message) {
        return !TickFile.Row.of(message.body()).time().isBefore(END);
    }

    private static void assertOfTheFile(Library library, Map<String, List<Said.Message>> messages, TickFile file) {
        for (String instrument : INSTRUMENTS) {
            List<Said.Message> of = messages.getOrDefault(instrument, List.of());
            assertThat(TickFile.Row.of(of.getFirst().body()).time())
                    .as("%s was there before the release", library)
                    .isBefore(RELEASE);
            assertThat(of.getFirst().type()).isEqualTo("snapshot");
            List<TickFile.Row> rows = file.rows(instrument);
            int row = rows.indexOf(TickFile.Row.of(of.getFirst().body()));
            Said.Message before = null;
            long conflated = 0;
            for (Said.Message message : of) {
                if (before != null) {
                    assertThat(message.type()).isEqualTo("update");
                    row += Math.toIntExact(step(before, message));
                }
                assertThat(message.body().path("seq").asLong()).isEqualTo(message.seq());
                assertThat(TickFile.Row.of(message.body()))
                        .as("%s, %s: after %s", library, message, before)
                        .isEqualTo(rows.get(row));
                conflated += message.conflated();
                before = message;
            }
            System.out.printf("%s, %s: %d seen, %d conflated%n", library, instrument, of.size(), conflated);
        }
    }

    /**
     * By how many ticks a message is behind the one before it: what was conflated, and itself. A publisher that gives
     * its epoch up, as on a machine that holds it up for two seconds, begins the next with the tick that stands.
     */
    private static long step(Said.Message before, Said.Message message) {
        if (message.epoch() == before.epoch()) {
            assertThat(message.seq()).isEqualTo(before.seq() + 1 + message.conflated());
            return 1 + message.conflated();
        }
        assertThat(message.epoch()).isGreaterThan(before.epoch());
        assertThat(message.seq()).isBetween(1L, 1 + message.conflated());
        return message.conflated();
    }
}
