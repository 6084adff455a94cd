package io.tradepath.gateway;

import io.tradepath.alb.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that a test moves on by itself. */
final class ManualTime implements TimeSource {

    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

    private final AtomicLong passedNanos = new AtomicLong();

    @Override
    public Instant instant() {
        return START.plusNanos(passedNanos.get());
    }

    @Override
    public long nanoTime() {
        // not from zero, so that nothing leans on it
        return 1_000_000_007L + passedNanos.get();
    }

    void advance(Duration by) {
        passedNanos.addAndGet(by.toNanos());
    }
}
