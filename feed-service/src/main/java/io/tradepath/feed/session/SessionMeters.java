package io.tradepath.feed.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of sessions. */
final class SessionMeters {
    private final MeterRegistry meters;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final LongAdder updates = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder conflated = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder stalls = new LongAdder();
    private final Timer tickToWrite;

    SessionMeters(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("tradepath.feed.sessions", sessions, AtomicInteger::get)
                .description("Open WebSockets")
                .register(meters);
        Gauge.builder("tradepath.feed.subscriptions", subscriptions, AtomicInteger::get)
                .description("Subscriptions of all sessions")
                .register(meters);
        counter("tradepath.feed.deliveries", "Updates of public streams that were written", updates);
        counter("tradepath.feed.events", "Events of accounts and of the feed that were written", events);
        counter("tradepath.feed.conflated", "Updates that a slow session was spared", conflated);
        counter("tradepath.feed.bytes", "Bytes of STOMP that were written", bytes);
        counter("tradepath.feed.stalls", "Sessions that were closed because they did not read", stalls);
        tickToWrite = Timer.builder("tradepath.feed.tick.to.write")
                .description("From an update's arrival from the bus to its write")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofSeconds(2))
                .register(meters);
    }

    private void counter(String name, String description, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .register(meters);
    }

    void opened() {
        sessions.incrementAndGet();
    }

    void closed(String cause) {
        sessions.decrementAndGet();
        Counter.builder("tradepath.feed.closes")
                .description("Sessions that ended")
                .tag("cause", cause)
                .register(meters)
                .increment();
    }

    void subscribed(int more) {
        subscriptions.addAndGet(more);
    }

    void sent(int ofUpdates, int ofEvents, long passedOver) {
        updates.add(ofUpdates);
        events.add(ofEvents);
        conflated.add(passedOver);
    }

    void bytes(long written) {
        bytes.add(written);
    }

    void stalled() {
        stalls.increment();
    }

    void tickToWrite(long nanos) {
        tickToWrite.record(nanos, TimeUnit.NANOSECONDS);
    }
}
