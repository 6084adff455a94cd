package io.tradepath.gateway;

import io.tradepath.alb.Listener;
import io.tradepath.alb.RoutedRequest;
import io.tradepath.alb.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The last requests, for the page that explains them. A ring that is overwritten; each holds one head. */
final class RecentRequests {

    static final int KEPT = 64;

    /** A request and the rule that took it. Its outcome is filled in by the event loop that serves it. */
    record Recent(long number, Listener listener, RoutedRequest request, Rule rule, Exchange exchange) {}

    private final AtomicReferenceArray<Recent> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong next = new AtomicLong();

    void add(Listener listener, RoutedRequest request, Rule rule, Exchange exchange) {
        long number = next.getAndIncrement();
        ring.setRelease((int) (number % KEPT), new Recent(number, listener, request, rule, exchange));
    }

    /** The newest first. */
    List<Recent> newestFirst() {
        List<Recent> found = new ArrayList<>();
        for (int i = 0; i < KEPT; i++) {
            Recent recent = ring.getAcquire(i);
            if (recent != null) {
                found.add(recent);
            }
        }
        found.sort((a, b) -> Long.compare(b.number(), a.number()));
        return found;
    }
}
