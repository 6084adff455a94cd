package io.tradepath.bench.orders;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tradepath.bench.load.Traffic;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** POSTs that each do something new, and how they were answered. */
final class Posts implements Traffic {
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String STATUS_LINE = "HTTP/1.1 ";

    private final String token;
    private final LongFunction<Post> posts;
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private long sent;

    /**
     * One of them.
     *
     * @param headers lines with their ends
     */
    record Post(String path, String headers, String body) {}

    /** @param posts gives the one of each number from 0 */
    Posts(String token, LongFunction<Post> posts) {
        this.token = token;
        this.posts = posts;
    }

    @Override
    public ByteBuf next() {
        Post post = posts.apply(sent++);
        return ByteBufUtil.writeAscii(
                UnpooledByteBufAllocator.DEFAULT,
                "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
                        .formatted(
                                post.path(), token, post.headers(), post.body().length(), post.body()));
    }

    @Override
    public boolean isWhole(ByteBuf received) {
        int head = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(HEAD_END), received);
        if (head < 0) {
            return false;
        }
        String lines = received.toString(received.readerIndex(), head, StandardCharsets.US_ASCII)
                .toLowerCase(Locale.ROOT);
        int length = lines.indexOf(LENGTH);
        if (length < 0) {
            int tail = received.writerIndex() - LAST_CHUNK.length;
            return tail >= received.readerIndex()
                    && ByteBufUtil.equals(Unpooled.wrappedBuffer(LAST_CHUNK), 0, received, tail, LAST_CHUNK.length);
        }
        String number =
                lines.substring(length + LENGTH.length()).lines().findFirst().orElseThrow();
        return received.readableBytes() >= head + HEAD_END.length + Integer.parseInt(number.strip());
    }

    @Override
    public void answered(ByteBuf answer) {
        String status =
                answer.toString(answer.readerIndex() + STATUS_LINE.length(), "200".length(), StandardCharsets.US_ASCII);
        statuses.merge(Integer.valueOf(status), 1L, Long::sum);
    }

    /** How many were answered with each status. */
    Map<Integer, Long> statuses() {
        return Map.copyOf(statuses);
    }
}
