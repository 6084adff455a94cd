package io.tradepath.bench.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands behind the proxies: a small answer, a large one, a sink for uploads, and sockets that frames go to. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel
final class Target {
    private static final int BACKLOG = 4096;
    private static final byte[] SMALL = Http.answer("{" + " ".repeat(Http.SMALL_BYTES - 2) + "}");
    private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: *(\\S+)");
    private static final byte[] DOWN = Http.ascii("GET " + Http.DOWN_PATH + " ");
    private static final byte[] UP = Http.ascii("POST " + Http.UP_PATH + " ");
    private static final byte[] SOCKET = Http.ascii("GET " + Http.SOCKET_PATH + " ");

    /** The sockets that are open. Touched by the event loop alone, as all of this is. */
    private final List<Channel> sockets = new ArrayList<>();

    private int next;

    /** Opens a free port on loopback and says which. */
    int open(EventLoopGroup loop) throws InterruptedException {
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Connection());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    int sockets() {
        return sockets.size();
    }

    /** Sends a frame to the socket whose turn it is. */
    void pushFrame(long dueNanos) {
        if (sockets.isEmpty()) {
            return;
        }
        next = next + 1 >= sockets.size() ? 0 : next + 1;
        Channel socket = sockets.get(next);
        socket.writeAndFlush(Frame.due(socket.alloc(), dueNanos), socket.voidPromise());
    }

    private final class Connection extends ChannelInboundHandlerAdapter {
        private @Nullable ByteBuf held;
        private @Nullable LargeBody download;
        private long uploadLeft;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = Http.joined(held, (ByteBuf) message);
            held = null;
            while (bytes.isReadable()) {
                if (uploadLeft > 0) {
                    takeUpload(ctx, bytes);
                    continue;
                }
                int head = Http.headBytes(bytes);
                if (head == 0) {
                    held = bytes;
                    return;
                }
                answer(ctx, bytes);
                bytes.skipBytes(head);
            }
            bytes.release();
        }

        private void answer(ChannelHandlerContext ctx, ByteBuf request) {
            if (Http.startsWith(request, SOCKET)) {
                write(ctx, upgraded(request.toString(StandardCharsets.US_ASCII)));
                sockets.add(ctx.channel());
            } else if (Http.startsWith(request, DOWN)) {
                write(ctx, Http.downloadHead());
                download = new LargeBody(ctx.channel());
                download.proceed();
            } else if (Http.startsWith(request, UP)) {
                uploadLeft = Http.LARGE_BYTES;
            } else {
                write(ctx, SMALL);
            }
        }

        private static byte[] upgraded(String request) {
            Matcher key = KEY.matcher(request);
            if (!key.find()) {
                throw new IllegalStateException("an upgrade without a key");
            }
            try {
                // RFC 6455, 4.2.2
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest(Http.ascii(key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
                return Http.ascii("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private void takeUpload(ChannelHandlerContext ctx, ByteBuf bytes) {
            int part = (int) Math.min(uploadLeft, bytes.readableBytes());
            bytes.skipBytes(part);
            uploadLeft -= part;
            if (uploadLeft == 0) {
                write(ctx, SMALL);
            }
        }

        private static void write(ChannelHandlerContext ctx, byte[] bytes) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(bytes), ctx.channel().voidPromise());
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (download != null) {
                download.proceed();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            sockets.remove(ctx.channel());
            if (held != null) {
                held.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
