package io.tradepath.feed;

import io.tradepath.feed.accounts.AccountTails;
import io.tradepath.feed.candles.CandleFeed;
import io.tradepath.feed.publisher.QuotePublisher;
import io.tradepath.feed.quotes.QuoteFeed;
import org.springframework.context.SmartLifecycle;

/** What reads from the bus and writes to it: begins before the web server, ends after it. */
final class BusLifecycle implements SmartLifecycle {
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
