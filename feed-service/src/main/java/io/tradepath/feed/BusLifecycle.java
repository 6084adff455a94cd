package io.tradepath.feed;

import io.tradepath.feed.accounts.AccountTails;
import io.tradepath.feed.candles.CandleFeed;
import io.tradepath.feed.publisher.QuotePublisher;
import io.tradepath.feed.quotes.QuoteFeed;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * What reads from the bus and writes to it: begins before the web server, ends after it. The web server waits for a while
 * until what is on the bus has been read, so that an instance does not get clients that it cannot serve yet.
 */
final class BusLifecycle implements SmartLifecycle {
    private static final Duration LOADED_MAX = Duration.ofSeconds(5);
    private static final Duration LOOK_EACH = Duration.ofMillis(10);

    private final QuoteFeed quotes;
    private final CandleFeed candles;
    private final AccountTails accounts;
    private final QuotePublisher publisher;
    private volatile boolean running;

    BusLifecycle(QuoteFeed quotes, CandleFeed candles, AccountTails accounts, QuotePublisher publisher) {
        this.quotes = quotes;
        this.candles = candles;
        this.accounts = accounts;
        this.publisher = publisher;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void start() {
        quotes.start();
        candles.start();
        accounts.start();
        publisher.start();
        running = true;
        awaitLoaded();
    }

    /** Not for ever: with the bus away an instance starts too, and says so. */
    private void awaitLoaded() {
        long begin = System.nanoTime();
        try {
            while (!(quotes.isLoaded() && candles.isLoaded()) && System.nanoTime() - begin < LOADED_MAX.toNanos()) {
                Thread.sleep(LOOK_EACH);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
        publisher.close();
        candles.close();
        accounts.close();
        quotes.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
