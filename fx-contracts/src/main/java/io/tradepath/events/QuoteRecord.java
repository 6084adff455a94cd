package io.tradepath.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tradepath.fx.Quote;
import java.time.Instant;

/**
 * The values on {@code quotes}. Several feed instances may believe that they publish; a reader goes by the last
 * {@link Claim} that it has read and drops whatever carries a lower epoch.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = QuoteRecord.Quoted.class, name = "quote"),
    @JsonSubTypes.Type(value = QuoteRecord.Beat.class, name = "beat"),
    @JsonSubTypes.Type(value = QuoteRecord.Claim.class, name = "claim")
})
public sealed interface QuoteRecord {
    /** The key of a claim. */
    String CLAIM_KEY = "claim";

    /** The key of a beat. */
    String BEAT_KEY = "beat";

    /**
     * A price; keyed by the pair.
     *
     * @param repeat true where it was published before with the same epoch and seq, for readers that just came
     */
    record Quoted(Quote quote, boolean repeat) implements QuoteRecord {}

    /** The publisher of {@code epoch} lives; keyed {@value QuoteRecord#BEAT_KEY}, once a second. */
    record Beat(long epoch, Instant time) implements QuoteRecord {}

    /**
     * {@code publisher} takes over; keyed {@value QuoteRecord#CLAIM_KEY}. The record's own offset is the epoch of all
     * that it publishes from here on.
     */
    record Claim(String publisher, Instant time) implements QuoteRecord {}
}
