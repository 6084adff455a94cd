package io.tradepath.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.backing.SharedBacking;
import io.tradepath.backing.kafka.LocalKafka;
import io.tradepath.events.EventJson;
import io.tradepath.events.Topics;
import io.tradepath.feed.source.QuoteSource;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.wire.TopicSetup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The end of an FX week and the beginning of the next, by a clock that the test sets. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "tradepath.feed.market-hours=fx-week")
@DirtiesContext
class MarketHoursTest {
    private static final CurrencyPair EUR_USD = CurrencyPair.parse("EUR_USD");
    private static final Instant CLOSE = Instant.parse("2014-05-02T21:00:00Z");
    private static final Instant OPEN = Instant.parse("2014-05-04T21:00:00Z");
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Its own: what stands on the bus is of that week. */
    private static final LocalKafka KAFKA = LocalKafka.startFresh();

    @LocalServerPort
    private int port;

    @Autowired
    private SetClock clock;

    /** Goes on from where it was set. */
    static final class SetClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void set(Instant now) {
            ahead = Duration.between(Instant.now(), now);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Market {
        @Bean
        @Primary
        SetClock setClock() {
            SetClock clock = new SetClock();
            clock.set(CLOSE.minus(Duration.ofHours(1)));
            return clock;
        }

        @Bean
        @Primary
        QuoteSource steadySource() {
            return new SteadySource(EUR_USD);
        }
    }

    @DynamicPropertySource
    static void backing(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.bootstrap-servers", KAFKA::bootstrapServers);
        properties.add("tradepath.issuer", () -> SharedBacking.issuer().issuer());
        properties.add("tradepath.jwks-uri", () -> SharedBacking.issuer().jwksUri());
        properties.add("management.server.port", () -> 0);
    }

    @BeforeAll
    static void createTopics() throws Exception {
        TopicSetup.create(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                List.of(Topics.ACCOUNTS, Topics.ACCOUNT_EVENTS, Topics.EXECUTION_EVENTS));
    }

    @AfterAll
    static void stopKafka() {
        KAFKA.close();
    }

    private record Status(
            CurrencyPair instrument,
            String state,
            Instant since,
            @Nullable Instant until) {}

    @Test
    void aClientIsToldOfTheCloseAndUntilWhenAndOfTheOpening() {
        try (StompProbe probe =
                StompProbe.connected(port, SharedBacking.issuer().token("trader-1"))) {
            probe.send("SUBSCRIBE", "id:s", "destination:/topic/status");
            await(probe, "LIVE");

            clock.set(CLOSE.minus(BEFORE));
            Status closed = await(probe, "CLOSED");
            assertThat(clock.instant()).isBetween(CLOSE, CLOSE.plus(TOLD_WITHIN));
            assertThat(closed.until()).isEqualTo(OPEN);

            clock.set(OPEN.minus(BEFORE));
            await(probe, "LIVE");
            assertThat(clock.instant()).isBetween(OPEN, OPEN.plus(TOLD_WITHIN));
        }
    }

    private static Status await(StompProbe probe, String state) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            String frame = probe.poll(PATIENCE);
            Status status = frame == null ? null : EventJson.read(StompProbe.body(frame), Status.class);
            if (status != null
                    && status.instrument().equals(EUR_USD)
                    && status.state().equals(state)) {
                return status;
            }
        }
        throw new AssertionError("not " + state + " within " + PATIENCE);
    }
}
