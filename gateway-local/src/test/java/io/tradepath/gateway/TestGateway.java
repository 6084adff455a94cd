package io.tradepath.gateway;

import io.tradepath.alb.Health;
import io.tradepath.alb.Target;
import io.tradepath.alb.TimeSource;
import io.tradepath.alb.template.ReadResult;
import io.tradepath.alb.template.TemplateReader;
import io.tradepath.alb.template.TemplateSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A gateway on free ports for a test, from a template's text. */
final class TestGateway implements AutoCloseable {

    private static final Duration WAIT_MAX = Duration.ofSeconds(20);

    final Gateway gateway;
    final Queue<String> accessLog;

    private TestGateway(Gateway gateway, Queue<String> accessLog) {
        this.gateway = gateway;
        this.accessLog = accessLog;
    }

    /** What a gateway is to be made of. */
    static final class Builder {
        private final String template;
        private final List<TargetSpec> targets = new ArrayList<>();
        private TimeSource time = TimeSource.SYSTEM;
        private boolean plain = true;
        private @Nullable Path staticFolder;
        private Map<String, String> parameters = Map.of();

        private Builder(String template) {
            this.template = template;
        }

        Builder target(String group, StubTarget target) {
            targets.add(new TargetSpec(group, "127.0.0.1", target.port(), 0, false));
            return this;
        }

        Builder target(String spec) {
            targets.add(TargetSpec.parse(spec));
            return this;
        }

        Builder time(TimeSource source) {
            time = source;
            return this;
        }

        Builder tls() {
            plain = false;
            return this;
        }

        Builder staticFolder(Path folder) {
            staticFolder = folder;
            return this;
        }

        Builder parameters(Map<String, String> values) {
            parameters = values;
            return this;
        }

        TestGateway start() throws IOException {
            ReadResult read = TemplateReader.read(List.of(new TemplateSource("test.yaml", template)), parameters);
            if (!read.errors().isEmpty()) {
                throw new IllegalArgumentException(read.errors().toString());
            }
            Queue<String> log = new ConcurrentLinkedQueue<>();
            GatewaySettings settings = new GatewaySettings(
                    read.topology(),
                    read.topology().listeners().stream()
                            .map(listener -> new GatewaySettings.Open(listener, 0, plain))
                            .toList(),
                    "127.0.0.1",
                    "127.0.0.1",
                    0,
                    targets,
                    log::add,
                    staticFolder,
                    2,
                    time);
            TestGateway started = new TestGateway(Gateway.start(settings), log);
            started.awaitChecked();
            return started;
        }
    }

    static Builder of(String template) {
        return new Builder(template);
    }

    int port() {
        return gateway.listeners().getFirst().port();
    }

    int port(String listener) {
        return gateway.port(listener);
    }

    int managementPort() {
        return gateway.managementPort();
    }

    /** Waits until no target is in its first check. */
    private void awaitChecked() {
        await(() -> gateway.groups().values().stream()
                .flatMap(group -> group.targets().stream())
                .noneMatch(target -> target.health().equals(Health.INITIAL)));
    }

    Target target(String group, StubTarget stub) {
        Target target = gateway.group(group).find(stub.address());
        if (target == null) {
            throw new IllegalStateException(stub.address() + " is not registered");
        }
        return target;
    }

    void awaitState(String group, StubTarget stub, Health.State state) {
        await(() -> target(group, stub).health().state() == state);
    }

    /** The access log's lines once there are so many. */
    List<String> awaitLog(int lines) {
        await(() -> accessLog.size() >= lines);
        return List.copyOf(accessLog);
    }

    /** Polls until it holds; a bound, not a pause. */
    static void await(BooleanSupplier holds) {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not come about within " + WAIT_MAX);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
