package io.tradepath.feed.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes WebSocket messages apart as RFC 6455, 5.2, has it, and accepts only what a server may send. */
public final class TextMessages {
    private TextMessages() {}

    /** The texts of messages that lie one behind the other. */
    public static List<String> texts(ByteBuffer messages) {
        ByteBuffer left = messages.duplicate();
        List<String> texts = new ArrayList<>();
        while (left.hasRemaining()) {
            assertThat(left.get() & 0xFF).as("final, text").isEqualTo(0x81);
            int size = left.get();
            assertThat(size).as("not masked").isNotNegative();
            long length = size;
            if (size == 126) {
                length = left.getShort() & 0xFFFF;
                assertThat(length).as("as short as can be").isGreaterThan(125);
            } else if (size == 127) {
                length = left.getLong();
                assertThat(length).as("as short as can be").isGreaterThan(0xFFFF);
            }
            ByteBuffer text = left.slice(left.position(), (int) length);
            left.position(left.position() + (int) length);
            texts.add(StandardCharsets.UTF_8.decode(text).toString());
        }
        return texts;
    }
}
