package io.tradepath.feed.status;

import io.tradepath.feed.quotes.QuoteFeed;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.TradingHours;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at all instruments several times a second and keeps the board. */
public final class StatusWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusWatch.class);
    private static final Duration LOOK_EACH = Duration.ofMillis(200);

    private final List<CurrencyPair> pairs =
            Instruments.all().stream().map(Instrument::pair).toList();
    private final QuoteFeed quotes;
    private final BusWatch bus;
    private final StatusBoard board;
    private final Clock clock;

    public StatusWatch(Map<String, Object> kafka, QuoteFeed quotes, TradingHours hours, Clock clock) {
        this.quotes = quotes;
        this.bus = new BusWatch(kafka);
        this.board = new StatusBoard(new StatusRules(hours));
        this.clock = clock;
    }

    public StatusBoard board() {
        return board;
    }

    public void start(ScheduledExecutorService timer) {
        bus.start();
        ScheduledFuture<?> _ = timer.scheduleAtFixedRate(this::look, 0, LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            boolean reachable = bus.isReachable();
            board.look(
                    pairs.stream()
                            .map(pair -> new StatusRules.Seen(
                                    pair, quotes.book().freshness(pair), reachable, quotes.unchanged(pair)))
                            .toList(),
                    clock.instant());
        } catch (RuntimeException failure) {
            LOG.error("The state of the instruments could not be looked at", failure);
        }
    }

    @Override
    public void close() {
        bus.close();
    }
}
