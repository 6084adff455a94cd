package io.tradepath.backing.kafka;

import io.tradepath.backing.state.BackingException;
import io.tradepath.backing.state.EndsWithJvm;
import io.tradepath.backing.state.LoopbackPort;
import io.tradepath.backing.state.StateDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A running Kafka broker. Topics are made by whoever writes them, never by being asked for. */
public final class LocalKafka implements AutoCloseable {
    private static final String NODE_ID = "1";

    private final EndsWithJvm end;
    private final KafkaRaftServer server;
    private final int port;

    private LocalKafka(EndsWithJvm end, KafkaRaftServer server, int port) {
        this.end = end;
        this.server = server;
        this.port = port;
    }

    /** Starts with the state in {@code directory}, which keeps records and cluster id from run to run. */
    public static LocalKafka start(Path directory, int port) {
        return start(directory, port, false);
    }

    /** Starts an empty one in a temporary folder, on a free port; the folder goes when it stops. */
    public static LocalKafka startFresh() {
        try {
            return start(Files.createTempDirectory("tradepath-kafka"), LoopbackPort.anyFree(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalKafka start(Path directory, int port, boolean deletedAtEnd) {
        StateDirectory state = StateDirectory.claim(directory, deletedAtEnd);
        try {
            LoopbackPort.requireFree(port);
            KafkaRaftServer server = server(state.resolve("data"), port);
            server.startup();
            EndsWithJvm end = new EndsWithJvm(() -> {
                server.shutdown();
                server.awaitShutdown();
                state.close();
            });
            return new LocalKafka(end, server, port);
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private static KafkaRaftServer server(Path data, int port) {
        Properties settings = settings(port, LoopbackPort.anyFree());
        format(settings, data);
        settings.setProperty("log.dirs", data.toString());
        return new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    }

    private static Properties settings(int port, int controllerPort) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", NODE_ID);
        settings.setProperty(
                "listeners",
                "CLIENTS://%1$s:%2$d,CONTROLLER://%1$s:%3$d".formatted(LoopbackPort.ADDRESS, port, controllerPort));
        settings.setProperty("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("inter.broker.listener.name", "CLIENTS");
        settings.setProperty("controller.listener.names", "CONTROLLER");
        // Nobody else ever joins, so the controller's port may be another one at each start.
        settings.setProperty(
                "controller.quorum.voters", "%s@%s:%d".formatted(NODE_ID, LoopbackPort.ADDRESS, controllerPort));
        settings.setProperty("auto.create.topics.enable", "false");

        settings.setProperty("default.replication.factor", "1");
        settings.setProperty("min.insync.replicas", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "1");

        // A member that comes or goes is answered at once, not after the three seconds meant for large groups.
        settings.setProperty("group.initial.rebalance.delay.ms", "0");

        // After kill -9 the controller takes the broker back when the dead one's session has run out.
        settings.setProperty("broker.session.timeout.ms", "3000");
        settings.setProperty("broker.heartbeat.interval.ms", "500");

        // There is no second copy of a record: it goes to the disk within a second.
        settings.setProperty("log.flush.interval.ms", "1000");
        settings.setProperty("log.flush.scheduler.interval.ms", "500");

        // Sizes for a laptop; Kafka's defaults are for a machine of its own.
        settings.setProperty("log.segment.bytes", String.valueOf(32 << 20));
        settings.setProperty("log.index.size.max.bytes", String.valueOf(1 << 20));
        settings.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        settings.setProperty("log.cleaner.io.buffer.size", String.valueOf(256 << 10));
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "3");
        settings.setProperty("background.threads", "2");
        settings.setProperty("num.recovery.threads.per.data.dir", "2");
        // An idle cluster writes nothing; one node has nobody to tell that it is alive.
        settings.setProperty("metadata.max.idle.interval.ms", "0");
        // Files of a deleted topic go soon, which matters to tests that start over.
        settings.setProperty("file.delete.delay.ms", "1000");
        return settings;
    }

    /** Formats a folder beside it, then renames: a data folder is whole or not there. */
    private static void format(Properties settings, Path data) {
        if (Files.exists(data)) {
            return;
        }
        Path unfinished = data.resolveSibling("data.new");
        StateDirectory.delete(unfinished);
        Properties forFormat = new Properties();
        forFormat.putAll(settings);
        forFormat.setProperty("log.dirs", unfinished.toString());
        Path file = data.resolveSibling("format.properties");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            try (Writer writer = Files.newBufferedWriter(file)) {
                forFormat.store(writer, null);
            }
            String[] arguments = {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()};
            int status = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
            if (status != 0) {
                throw new BackingException(
                        "cannot format %s: %s".formatted(data, said.toString(StandardCharsets.UTF_8)));
            }
            Files.delete(file);
            Files.move(unfinished, data);
        } catch (IOException e) {
            throw new BackingException("cannot format %s: %s".formatted(data, e), e);
        }
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return LoopbackPort.ADDRESS + ":" + port;
    }

    /** Waits until the broker has ended; fails when it did so by itself. */
    public void awaitEnd() {
        server.awaitShutdown();
        if (!end.begun()) {
            throw new BackingException("the broker ended by itself; its log says why");
        }
    }

    /**
     * Ends it in order: what it holds is on the disk afterwards, and the next start need not recover. The end of the JVM
     * does the same.
     */
    @Override
    public void close() {
        end.close();
    }
}
