package io.tradepath.gateway;

import io.tradepath.alb.Target;
import io.tradepath.alb.TargetGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Targets by DNS name: every address that a name has is registered, and one that it loses is deregistered. */
final class DnsTargets implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Gateway gateway;
    private final List<TargetSpec> specs;
    private final Map<TargetSpec, Set<String>> registered = new HashMap<>();
    private final Thread thread;

    DnsTargets(Gateway gateway, List<TargetSpec> specs) {
        this.gateway = gateway;
        this.specs = List.copyOf(specs);
        specs.forEach(spec -> gateway.group(spec.group()));
        this.thread = Thread.ofVirtual().name("dns-targets").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (TargetSpec spec : specs) {
                    lookUp(spec);
                }
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A name that cannot be looked up now keeps the addresses that it had: a resolver's hiccup drains nothing. */
    private void lookUp(TargetSpec spec) {
        try {
            Set<String> now = new HashSet<>();
            Arrays.stream(InetAddress.getAllByName(spec.host())).forEach(address -> now.add(address.getHostAddress()));
            apply(spec, now);
        } catch (UnknownHostException e) {
            registered.putIfAbsent(spec, Set.of());
        }
    }

    private void apply(TargetSpec spec, Set<String> now) {
        TargetGroup group = gateway.group(spec.group());
        for (String address : registered.getOrDefault(spec, Set.of())) {
            if (!now.contains(address)) {
                group.deregister(address + ":" + spec.port());
            }
        }
        for (String address : now) {
            Target ignored = group.register(address, spec.port(), spec.healthPort());
        }
        registered.put(spec, now);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
