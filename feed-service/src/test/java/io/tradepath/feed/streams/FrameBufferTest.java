package io.tradepath.feed.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBufferTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 125, 126, 127, 8_000, 8_001, 65_535, 65_536, 200_000})
    void aFrameOfAnySizeIsOneMessage(int size) {
        FrameBuffer buffer = new FrameBuffer(size);
        buffer.frame(frame('a', size));

        assertThat(TextMessages.texts(buffer.toMessages())).containsExactly("a".repeat(size));
    }

    @Test
    void smallFramesShareAMessageAndNoneIsCut() {
        FrameBuffer buffer = new FrameBuffer(0);
        for (int i = 0; i < 9; i++) {
            buffer.frame(frame((char) ('a' + i), 1_000), frame('-', 1_000));
        }

        assertThat(TextMessages.texts(buffer.toMessages()))
                .extracting(String::length)
                .containsExactly(8_000, 8_000, 2_000);
    }

    @Test
    void whatAnotherBufferMadeKeepsItsPlace() {
        FrameBuffer other = new FrameBuffer(10);
        other.frame(frame('b', 3));
        ByteBuffer messages = other.toMessages();
        FrameBuffer buffer = new FrameBuffer(0);
        buffer.frame(frame('a', 2));
        buffer.messages(messages);
        buffer.messages(messages);
        buffer.frame(frame('c', 200));

        assertThat(TextMessages.texts(buffer.toMessages())).containsExactly("aa", "bbb", "bbb", "c".repeat(200));
        assertThat(messages.remaining()).isEqualTo(5);
    }

    @Test
    void nothingIsNoMessage() {
        assertThat(new FrameBuffer(10).toMessages().remaining()).isZero();
    }

    @Test
    void holdsLittleMoreThanItSays() {
        FrameBuffer buffer = new FrameBuffer(10);
        for (int i = 0; i < 33; i++) {
            buffer.frame(frame('a', 1_000));
        }
        ByteBuffer messages = buffer.toMessages();

        assertThat(messages.capacity() - messages.remaining()).isLessThanOrEqualTo(4 * 1024);
    }

    private static byte[] frame(char filling, int size) {
        return String.valueOf(filling).repeat(size).getBytes(StandardCharsets.US_ASCII);
    }
}
