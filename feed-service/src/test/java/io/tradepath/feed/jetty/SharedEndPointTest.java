package io.tradepath.feed.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class SharedEndPointTest {
    private static final int SOCKET_BYTES = 4;

    private final ByteArrayEndPoint socket = new ByteArrayEndPoint(null, 0, new byte[0], SOCKET_BYTES);
    private final SharedEndPoint shared = new SharedEndPoint(socket);
    private final List<String> told = new ArrayList<>();

    @Test
    void writesAtOnceWhereTheSocketTakesIt() {
        write("a", "12");
        write("b", "34");

        assertThat(socket.takeOutputString()).isEqualTo("1234");
        assertThat(told).containsExactly("a done", "b done");
    }

    @Test
    void whatComesDuringAWriteWaitsForItsEnd() {
        write("a", "123456");
        write("b", "78");

        assertThat(told).isEmpty();
        assertThat(socket.takeOutputString()).isEqualTo("1234");
        assertThat(socket.takeOutputString()).isEqualTo("5678");
        assertThat(told).containsExactlyInAnyOrder("a done", "b done");
        write("c", "9");
        assertThat(socket.takeOutputString()).isEqualTo("9");
        assertThat(told).hasSize(3);
    }

    @Test
    void aWriteFromTheEndOfAnotherIsTakenToo() {
        shared.write(
                Callback.from(() -> write("b", "34"), _ -> told.add("a failed")),
                ByteBuffer.wrap(new byte[] {'1', '2'}));

        assertThat(socket.takeOutputString()).isEqualTo("1234");
        assertThat(told).containsExactly("b done");
    }

    @Test
    void allThatWaitFailWithTheSocket() {
        write("a", "123456");
        write("b", "78");
        socket.close(new IllegalStateException("cut"));

        assertThat(told).containsExactlyInAnyOrder("a failed", "b failed");
        write("c", "9");
        assertThat(told).hasSize(3).endsWith("c failed");
    }

    private void write(String name, String text) {
        shared.write(
                Callback.from(() -> told.add(name + " done"), _ -> told.add(name + " failed")),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
