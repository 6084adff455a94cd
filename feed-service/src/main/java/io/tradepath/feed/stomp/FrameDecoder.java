package io.tradepath.feed.stomp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads STOMP 1.2 frames from bytes that come in any portions: several frames in one, one over several. Each byte is
 * looked at once, and between frames nothing is held.
 *
 * <p>Not for use by several threads at a time. After a {@link MalformedFrame} the stream has no known position left and
 * the decoder must not be used again.
 */
public final class FrameDecoder {
    /** Headers of one frame at most. */
    public static final int HEADERS_MAX = 64;

    private static final byte NUL = 0;
    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final byte[] EMPTY = {};
    private static final int FIRST_PART_BYTES = 128;
    private static final int CONTENT_LENGTH_DIGITS_MAX = 9;

    private enum State {
        BETWEEN_FRAMES,
        COMMAND,
        HEADER,
        BODY_TO_NUL,
        BODY_COUNTED,
        NUL_AFTER_BODY
    }

    private final int frameBytesMax;

    private State state = State.BETWEEN_FRAMES;
    private boolean carriageReturn;
    private int frameBytes;
    private byte[] part = EMPTY;
    private int partLength;
    private @Nullable ClientCommand command;
    private Map<String, String> headers = Map.of();
    private int bodyBytesLeft;

    /**
     * Makes a decoder at the beginning of a stream.
     *
     * @param frameBytesMax of a frame from its command to its NUL, both included
     */
    public FrameDecoder(int frameBytesMax) {
        this.frameBytesMax = frameBytesMax;
    }

    /**
     * The next frame, or null when {@code bytes} is used up before one is whole. Stops right behind a frame, so that
     * the caller can deal with it before it asks for the next.
     */
    public @Nullable ClientFrame next(ByteBuffer bytes) throws MalformedFrame {
        while (bytes.hasRemaining()) {
            ClientFrame frame = state == State.BODY_COUNTED ? countedBody(bytes) : take(bytes.get());
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    /** True when a frame has begun and is not whole yet. */
    public boolean isInsideFrame() {
        return state != State.BETWEEN_FRAMES;
    }

    private @Nullable ClientFrame take(byte b) throws MalformedFrame {
        if (state == State.BETWEEN_FRAMES) {
            takeBetweenFrames(b);
            return null;
        }
        count(1);
        switch (state) {
            case COMMAND, HEADER -> takeInLine(b);
            case BODY_TO_NUL -> {
                if (b == NUL) {
                    return whole();
                }
                requireBodyAllowed();
                append(b);
            }
            case NUL_AFTER_BODY -> {
                if (b != NUL) {
                    throw new MalformedFrame("the body does not end where content-length says");
                }
                return whole();
            }
            case BETWEEN_FRAMES, BODY_COUNTED -> throw new AssertionError(state);
        }
        return null;
    }

    /** Ends of line between frames are heartbeats, or padding; either way they say nothing more. */
    private void takeBetweenFrames(byte b) throws MalformedFrame {
        if (b == LF) {
            carriageReturn = false;
        } else if (carriageReturn) {
            throw new MalformedFrame("a carriage return stands alone");
        } else if (b == CR) {
            carriageReturn = true;
        } else if (b == NUL) {
            throw new MalformedFrame("a NUL without a frame");
        } else {
            state = State.COMMAND;
            headers = new LinkedHashMap<>();
            frameBytes = 1;
            append(b);
        }
    }

    private void takeInLine(byte b) throws MalformedFrame {
        switch (b) {
            case NUL -> throw new MalformedFrame("a NUL before the blank line that ends the headers");
            case LF -> endLine();
            default -> append(b);
        }
    }

    private void endLine() throws MalformedFrame {
        String line = takeLine();
        if (state == State.COMMAND) {
            command = ClientCommand.named(line);
            if (command == null) {
                throw new MalformedFrame("not a client command of STOMP 1.2");
            }
            state = State.HEADER;
        } else if (line.isEmpty()) {
            beginBody();
        } else {
            header(line);
        }
    }

    private String takeLine() throws MalformedFrame {
        int length = partLength > 0 && part[partLength - 1] == CR ? partLength - 1 : partLength;
        for (int i = 0; i < length; i++) {
            if (part[i] == CR) {
                throw new MalformedFrame("a carriage return stands alone");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(part, 0, length))
                    .toString();
        } catch (CharacterCodingException broken) {
            throw new MalformedFrame("a line is not UTF-8");
        } finally {
            partLength = 0;
        }
    }

    /** The first colon ends the name. Further ones should be escaped in the value, but clients in use do not. */
    private void header(String line) throws MalformedFrame {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new MalformedFrame("a header has the form name:value");
        }
        if (headers.size() == HEADERS_MAX) {
            throw new MalformedFrame("more than %d headers".formatted(HEADERS_MAX));
        }
        headers.putIfAbsent(unescaped(line.substring(0, colon)), unescaped(line.substring(colon + 1)));
    }

    private String unescaped(String text) throws MalformedFrame {
        if (!currentCommand().escapesHeaders() || text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' ? unescaped(++i < text.length() ? text.charAt(i) : '\0') : c);
        }
        return plain.toString();
    }

    private static char unescaped(char escape) throws MalformedFrame {
        return switch (escape) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'c' -> ':';
            case '\\' -> '\\';
            default -> throw new MalformedFrame("an escape that STOMP 1.2 does not have");
        };
    }

    private void beginBody() throws MalformedFrame {
        String length = headers.get("content-length");
        if (length == null) {
            state = State.BODY_TO_NUL;
            return;
        }
        bodyBytesLeft = contentLength(length);
        if (bodyBytesLeft == 0) {
            state = State.NUL_AFTER_BODY;
            return;
        }
        requireBodyAllowed();
        if (frameBytes + bodyBytesLeft + 1 > frameBytesMax) {
            throw tooLarge();
        }
        part = new byte[bodyBytesLeft];
        state = State.BODY_COUNTED;
    }

    private static int contentLength(String text) throws MalformedFrame {
        boolean digits = !text.isEmpty()
                && text.length() <= CONTENT_LENGTH_DIGITS_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new MalformedFrame("content-length is a number of bytes");
        }
        return Integer.parseInt(text);
    }

    private @Nullable ClientFrame countedBody(ByteBuffer bytes) throws MalformedFrame {
        int taken = Math.min(bodyBytesLeft, bytes.remaining());
        count(taken);
        bytes.get(part, partLength, taken);
        partLength += taken;
        bodyBytesLeft -= taken;
        if (bodyBytesLeft == 0) {
            state = State.NUL_AFTER_BODY;
        }
        return null;
    }

    private void requireBodyAllowed() throws MalformedFrame {
        if (!currentCommand().mayHaveBody()) {
            throw new MalformedFrame("a %s frame has no body".formatted(command));
        }
    }

    private ClientFrame whole() {
        ClientFrame frame = new ClientFrame(currentCommand(), headers, Arrays.copyOf(part, partLength));
        state = State.BETWEEN_FRAMES;
        command = null;
        headers = Map.of();
        part = EMPTY;
        partLength = 0;
        return frame;
    }

    private ClientCommand currentCommand() {
        if (command == null) {
            throw new IllegalStateException("no command yet");
        }
        return command;
    }

    private void count(int bytes) throws MalformedFrame {
        frameBytes += bytes;
        if (frameBytes > frameBytesMax) {
            throw tooLarge();
        }
    }

    private MalformedFrame tooLarge() {
        return MalformedFrame.tooLarge("a frame has at most %d bytes".formatted(frameBytesMax));
    }

    private void append(byte b) {
        if (partLength == part.length) {
            part = Arrays.copyOf(part, Math.max(FIRST_PART_BYTES, part.length * 2));
        }
        part[partLength++] = b;
    }
}
