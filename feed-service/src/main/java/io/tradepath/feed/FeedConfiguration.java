package io.tradepath.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.feed.accounts.AccountOwners;
import io.tradepath.feed.accounts.AccountStreams;
import io.tradepath.feed.accounts.AccountTails;
import io.tradepath.feed.candles.CandleFeed;
import io.tradepath.feed.drain.Drain;
import io.tradepath.feed.drain.DrainSettings;
import io.tradepath.feed.jetty.StompEndpoint;
import io.tradepath.feed.jetty.StompEndpointSettings;
import io.tradepath.feed.publisher.QuotePublisher;
import io.tradepath.feed.quotes.QuoteFeed;
import io.tradepath.feed.session.Authenticator;
import io.tradepath.feed.session.SessionLimits;
import io.tradepath.feed.session.StompFeed;
import io.tradepath.feed.source.QuoteSource;
import io.tradepath.feed.source.ReplayFile;
import io.tradepath.feed.source.ReplaySource;
import io.tradepath.feed.source.SimulatedSource;
import io.tradepath.feed.status.StatusWatch;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FeedSettings.class, DrainSettings.class})
class FeedConfiguration {
    private static final int EVENTS_SHARE_OF_HEAP = 4;
    /** Updates of all streams together that a session may be behind by and still get each of. */
    private static final int RING_UPDATES = 1 << 15;

    /** {@code spring.kafka.bootstrap-servers}, and {@code spring.kafka.properties.*} as Kafka's clients know them. */
    @Bean
    KafkaSettings kafkaSettings(Environment environment) {
        Map<String, Object> client = new HashMap<>(Binder.get(environment)
                .bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of));
        client.put("bootstrap.servers", environment.getRequiredProperty("spring.kafka.bootstrap-servers"));
        return new KafkaSettings(client);
    }

    @Bean
    QuoteSource quoteSource(FeedSettings settings, Clock clock) {
        return switch (settings.source()) {
            case SIMULATED -> new SimulatedSource(settings.seed());
            case REPLAY -> replay(settings.replay(), clock);
        };
    }

    private static ReplaySource replay(FeedSettings.Replay replay, Clock clock) {
        if (replay.file() == null) {
            throw new IllegalArgumentException("a replay needs TRADEPATH_FEED_REPLAY_FILE");
        }
        return new ReplaySource(
                ReplayFile.read(replay.file()),
                new ReplaySource.Settings(replay.speed(), replay.from(), replay.loop(), replay.startFile()),
                clock);
    }

    @Bean
    StreamNames streamNames() {
        List<String> destinations = new ArrayList<>(QuoteFeed.destinations());
        destinations.addAll(CandleFeed.destinations());
        return new StreamNames(destinations);
    }

    @Bean
    UpdateRing updateRing(StreamNames names) {
        return new UpdateRing(names.size(), RING_UPDATES);
    }

    @Bean
    AccountOwners accountOwners() {
        return new AccountOwners();
    }

    @Bean
    AccountStreams accountStreams(FeedSettings settings) {
        DataSize kept = settings.eventsKept();
        return new AccountStreams(
                kept == null ? Runtime.getRuntime().maxMemory() / EVENTS_SHARE_OF_HEAP : kept.toBytes());
    }

    @Bean(destroyMethod = "")
    AccountTails accountTails(KafkaSettings kafka, AccountOwners owners, AccountStreams streams, MeterRegistry meters) {
        return new AccountTails(kafka.client(), owners, streams, meters);
    }

    @Bean(destroyMethod = "")
    StompFeed stompFeed(
            FeedSettings settings,
            StreamNames names,
            UpdateRing ring,
            CandleFeed candles,
            AccountOwners owners,
            AccountStreams streams,
            AccountTails tails,
            StatusWatch status,
            Authenticator authenticator,
            Clock clock,
            MeterRegistry meters) {
        StompFeed.Sources sources = new StompFeed.Sources(
                names,
                ring,
                candles,
                owners,
                streams,
                tails::isCaughtUp,
                status.board(),
                authenticator,
                Executors.newVirtualThreadPerTaskExecutor(),
                System::nanoTime,
                clock);
        SessionLimits limits = SessionLimits.standard().withSessionsPerIdentity(settings.sessionsPerIdentityMax());
        return new StompFeed(limits, sources, settings.deliveryThreads(), meters);
    }

    @Bean(destroyMethod = "")
    QuoteFeed quoteFeed(KafkaSettings kafka, StreamNames names, UpdateRing ring, MeterRegistry meters) {
        return new QuoteFeed(kafka.client(), names, ring, meters);
    }

    @Bean(destroyMethod = "")
    CandleFeed candleFeed(
            KafkaSettings kafka, StreamNames names, UpdateRing ring, QuotePublisher publisher, MeterRegistry meters) {
        return new CandleFeed(kafka.client(), names, ring, publisher::isPublishing, meters);
    }

    @Bean(destroyMethod = "")
    QuotePublisher quotePublisher(
            KafkaSettings kafka, QuoteSource source, QuoteFeed quotes, Clock clock, MeterRegistry meters) {
        String name = ProcessHandle.current().pid() + "@"
                + Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");
        return new QuotePublisher(name, kafka.client(), source, quotes, clock, meters);
    }

    @Bean
    BusLifecycle busLifecycle(QuoteFeed quotes, CandleFeed candles, AccountTails accounts, QuotePublisher publisher) {
        return new BusLifecycle(quotes, candles, accounts, publisher);
    }

    @Bean(destroyMethod = "")
    StatusWatch statusWatch(KafkaSettings kafka, QuoteFeed quotes, FeedSettings settings, Clock clock) {
        return new StatusWatch(kafka.client(), quotes, settings.marketHours(), clock);
    }

    /** What looks at the time: sessions, the state of instruments, a drain. None of it waits. */
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService feedClock() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("feed-clock").daemon().factory());
    }

    @Bean
    Drain drain(StompFeed stomp, StatusWatch status, ScheduledExecutorService feedClock) {
        return new Drain(stomp, status.board(), feedClock);
    }

    @Bean
    SocketLifecycle socketLifecycle(
            StompFeed stomp,
            StatusWatch status,
            Drain drain,
            DrainSettings settings,
            ScheduledExecutorService feedClock) {
        return new SocketLifecycle(stomp, status, drain, settings, feedClock);
    }

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> stompEndpoint(
            StompFeed stomp, FeedSettings settings, Drain drain) {
        StompEndpoint endpoint = new StompEndpoint(
                stomp,
                StompEndpointSettings.of(
                        settings.origins(),
                        settings.sessionsMax(),
                        SessionLimits.standard().frameBytesMax()),
                drain::isDraining);
        return factory -> factory.addServerCustomizers(endpoint::install);
    }
}
