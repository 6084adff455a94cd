package io.tradepath.executions.quotes;

import io.micrometer.core.instrument.MeterRegistry;
import io.tradepath.events.EventJson;
import io.tradepath.events.QuoteRecord;
import io.tradepath.events.Topics;
import io.tradepath.executions.bus.Bus;
import io.tradepath.executions.lifecycle.Phased;
import io.tradepath.executions.lifecycle.Phases;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Quote;
import io.tradepath.quotes.Freshness;
import io.tradepath.quotes.QuoteBook;
import io.tradepath.wire.TopicTail;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The latest quotes, read from the bus by this instance for itself. */
@Component
public class MarketData extends Phased {
    /** The publisher repeats every pair each 5 seconds: whoever begins a minute back has them all at once. */
    private static final Duration FROM_AGO = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(MarketData.class);

    private final TopicTail tail;
    private final QuoteBook book;

    MarketData(Bus bus, MeterRegistry meters) {
        super(Phases.CONSUMERS);
        this.tail =
                new TopicTail("quotes", bus.kafka(), Topics.QUOTES, TopicTail.From.ago(FROM_AGO), this::accept, meters);
        this.book = new QuoteBook(System::nanoTime, tail::isLive);
    }

    /** All latest quotes as they are now. */
    public Quotes quotes() {
        Map<CurrencyPair, Quotes.Latest> latest = new HashMap<>();
        for (Quote quote : book.latest().values()) {
            latest.put(quote.instrument(), new Quotes.Latest(quote, book.freshness(quote) == Freshness.FRESH));
        }
        return new Quotes(latest);
    }

    private void accept(List<ConsumerRecord<byte[], byte[]>> records, boolean live) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                book.accept(record.offset(), EventJson.read(record.value(), QuoteRecord.class), live);
            } catch (RuntimeException unreadable) {
                LOG.error("Record {} of {} cannot be read, passed over", record.offset(), record.topic(), unreadable);
            }
        }
    }

    @Override
    protected void begin() {
        tail.start();
    }

    @Override
    protected void end() {
        tail.close();
    }
}
