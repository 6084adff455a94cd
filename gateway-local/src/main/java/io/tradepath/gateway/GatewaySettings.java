package io.tradepath.gateway;

import io.tradepath.alb.Listener;
import io.tradepath.alb.TimeSource;
import io.tradepath.alb.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is started with.
 *
 * @param bind the address that listeners and the management port bind to
 * @param accessLog takes each line of the access log; null where none is written
 * @param staticFolder files for what the rules leave to the default action; null for none
 * @param eventLoops threads that serve connections
 */
record GatewaySettings(
        Topology topology,
        List<Open> open,
        String bind,
        String managementBind,
        int managementPort,
        List<TargetSpec> targets,
        @Nullable Consumer<String> accessLog,
        @Nullable Path staticFolder,
        int eventLoops,
        TimeSource time) {

    /** A listener to open: on which port, and whether in clear though the template says HTTPS. */
    record Open(Listener listener, int port, boolean plain) {}

    GatewaySettings {
        open = List.copyOf(open);
        targets = List.copyOf(targets);
    }
}
