package io.tradepath.feed.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int FRAME_BYTES_MAX = 1024;

    private final FrameDecoder decoder = new FrameDecoder(FRAME_BYTES_MAX);

    @Test
    void readsCommandHeadersAndBody() throws MalformedFrame {
        ClientFrame frame =
                decode("SEND\ndestination:/app/token\nreceipt:1\n\nhello\0").getFirst();

        assertThat(frame.command()).isEqualTo(ClientCommand.SEND);
        assertThat(frame.header("destination")).isEqualTo("/app/token");
        assertThat(frame.header("receipt")).isEqualTo("1");
        assertThat(frame.body()).asString().isEqualTo("hello");
    }

    @Test
    void takesCarriageReturnsBeforeLineFeeds() throws MalformedFrame {
        ClientFrame frame =
                decode("SUBSCRIBE\r\nid:1\r\ndestination:/a\r\n\r\n\0\r\n").getFirst();

        assertThat(frame.header("id")).isEqualTo("1");
        assertThat(decoder.isInsideFrame()).isFalse();
    }

    @Test
    void readsSeveralFramesOfOneMessage() throws MalformedFrame {
        assertThat(decode("\n\nSUBSCRIBE\nid:1\n\n\0\n\r\nUNSUBSCRIBE\nid:1\n\n\0DISCONNECT\n\n\0\n"))
                .extracting(ClientFrame::command)
                .containsExactly(ClientCommand.SUBSCRIBE, ClientCommand.UNSUBSCRIBE, ClientCommand.DISCONNECT);
    }

    @Test
    void readsOneFrameThatComesByteByByte() throws MalformedFrame {
        byte[] bytes = "SEND\r\ncontent-length:3\nid:\u00e4\n\na\0b\0".getBytes(StandardCharsets.UTF_8);
        List<ClientFrame> frames = new ArrayList<>();
        for (byte b : bytes) {
            ClientFrame frame = decoder.next(ByteBuffer.wrap(new byte[] {b}));
            if (frame != null) {
                frames.add(frame);
            }
        }

        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().body()).containsExactly('a', 0, 'b');
        assertThat(frames.getFirst().header("id")).isEqualTo("ä");
    }

    @Test
    void bodyWithoutLengthEndsAtTheFirstNul() throws MalformedFrame {
        assertThat(decode("SEND\n\nab\0\n"))
                .singleElement()
                .satisfies(frame -> assertThat(frame.body()).containsExactly('a', 'b'));
    }

    @Test
    void takesAContentLengthOfZeroOnEveryFrame() throws MalformedFrame {
        assertThat(decode("SUBSCRIBE\ncontent-length:0\nid:1\n\n\0")).hasSize(1);
    }

    @Test
    void firstOfARepeatedHeaderCounts() throws MalformedFrame {
        assertThat(decode("SEND\na:1\na:2\n\n\0").getFirst().header("a")).isEqualTo("1");
    }

    @Test
    void keepsAValueAsItIsFromTheFirstColonOn() throws MalformedFrame {
        assertThat(decode("SEND\na: b:c \n\n\0").getFirst().header("a")).isEqualTo(" b:c ");
    }

    @Test
    void unescapesHeadersButNotThoseOfConnect() throws MalformedFrame {
        assertThat(decode("SEND\nk\\c\\n:a\\\\b\\r\n\n\0").getFirst().header("k:\n"))
                .isEqualTo("a\\b\r");
        assertThat(decode("CONNECT\npasscode:a\\tb\n\n\0").getFirst().header("passcode"))
                .isEqualTo("a\\tb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND\na:\\t\n\n\0",
                "SEND\na:b\\\n\n\0",
                "SEND\nno colon\n\n\0",
                "SEND\n:no name\n\n\0",
                "SEND\na:b\0",
                "SEN\0",
                "send\n\n\0",
                "MESSAGE\n\n\0",
                "CONNECTED\n\n\0",
                " SEND\n\n\0",
                "GET / HTTP/1.1\r\n\r\n",
                "\0",
                "\rSEND\n\n\0",
                "SE\rND\n\n\0",
                "SEND\na:b\rc\n\n\0",
                "SUBSCRIBE\nid:1\n\nbody\0",
                "SUBSCRIBE\ncontent-length:1\n\nb\0",
                "SEND\ncontent-length:1\n\nab\0",
                "SEND\ncontent-length:-1\n\n\0",
                "SEND\ncontent-length:1e1\n\n\0",
                "SEND\ncontent-length:\n\n\0",
                "SEND\ncontent-length: 1\n\na\0",
                "SEND\ncontent-length:99999999999999999999\n\n\0"
            })
    void refusesWhatIsNotAFrame(String text) {
        assertThatThrownBy(() -> decode(text))
                .isInstanceOfSatisfying(
                        MalformedFrame.class,
                        malformed -> assertThat(malformed.isTooLarge()).isFalse());
    }

    @Test
    void refusesALineThatIsNotUtf8() {
        byte[] bytes = {'S', 'E', 'N', 'D', '\n', 'a', ':', (byte) 0xC3, (byte) 0x28, '\n', '\n', 0};

        assertThatThrownBy(() -> decoder.next(ByteBuffer.wrap(bytes))).hasMessageContaining("UTF-8");
    }

    @Test
    void takesAFrameOfTheGreatestSizeAndNoneLarger() throws MalformedFrame {
        String head = "SEND\na:";
        String fits = head + "x".repeat(FRAME_BYTES_MAX - head.length() - 3) + "\n\n\0";

        assertThat(decode(fits)).hasSize(1);
        assertThatThrownBy(() -> decode(fits.replace("\n\n", "x\n\n")))
                .isInstanceOfSatisfying(
                        MalformedFrame.class,
                        malformed -> assertThat(malformed.isTooLarge()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"1016", "2000", "999999999"})
    void refusesATooLargeBodyBeforeItComes(int length) {
        assertThatThrownBy(() -> decode("SEND\ncontent-length:" + length + "\n\n"))
                .hasMessageContaining("at most");
    }

    @Test
    void refusesTooManyHeaders() {
        StringBuilder frame = new StringBuilder("SEND\n");
        for (int i = 0; i <= FrameDecoder.HEADERS_MAX; i++) {
            frame.append('h').append(i).append(":\n");
        }

        assertThatThrownBy(() -> decode(frame.append("\n\0").toString())).hasMessageContaining("headers");
    }

    private List<ClientFrame> decode(String text) throws MalformedFrame {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        List<ClientFrame> frames = new ArrayList<>();
        for (ClientFrame frame = decoder.next(bytes); frame != null; frame = decoder.next(bytes)) {
            frames.add(frame);
        }
        return frames;
    }
}
