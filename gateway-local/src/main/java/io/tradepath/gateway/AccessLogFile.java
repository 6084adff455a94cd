package io.tradepath.gateway;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Appends lines to a file, on a thread of its own so that a slow disk slows no request. Where the disk cannot keep up
 * lines are dropped and counted: AWS's log is best effort too.
 */
final class AccessLogFile implements Consumer<String> {

    static final int LINES_WAITING_MAX = 100_000;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(LINES_WAITING_MAX);
    private final LongAdder dropped = new LongAdder();
    private final BufferedWriter writer;

    private AccessLogFile(BufferedWriter writer) {
        this.writer = writer;
    }

    static AccessLogFile open(Path file) throws IOException {
        AccessLogFile log =
                new AccessLogFile(Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        Thread.ofPlatform().daemon().name("access-log").start(log::run);
        return log;
    }

    @Override
    public void accept(String line) {
        if (!waiting.offer(line)) {
            dropped.increment();
        }
    }

    private void run() {
        try {
            while (true) {
                writer.write(waiting.take());
                writer.newLine();
                if (waiting.isEmpty()) {
                    noteDropped();
                    writer.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void noteDropped() throws IOException {
        long lost = dropped.sumThenReset();
        if (lost > 0) {
            writer.write("# " + lost + " lines were dropped here: the disk could not keep up");
            writer.newLine();
        }
    }
}
