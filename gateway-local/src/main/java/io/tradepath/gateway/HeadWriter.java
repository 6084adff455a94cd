package io.tradepath.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.tradepath.alb.LoadBalancer;
import io.tradepath.alb.http.BodyFraming;
import io.tradepath.alb.http.HeaderName;
import io.tradepath.alb.http.MessageHead;
import io.tradepath.alb.http.RequestHead;
import io.tradepath.alb.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the heads that go on: to the target, and back to the client. */
final class HeadWriter {

    private static final byte[] HTTP_1_1_LINE_END = ascii(" HTTP/1.1\r\n");
    private static final byte[] CR_LF = ascii("\r\n");
    private static final byte[] COLON = ascii(": ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] UPGRADE = ascii("Connection: upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] STATUS_LINE = ascii("HTTP/1.1 ");

    private HeadWriter() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The request as the target gets it. */
    static ByteBuf request(
            ByteBufAllocator allocator, Exchange exchange, ServedListener served, String peerAddress, int peerPort) {
        RequestHead head = exchange.head;
        LoadBalancer lb = served.listener().loadBalancer();
        ByteBuf out = allocator.buffer(head.bytes().length + 384);
        write(out, head.method());
        out.writeByte(' ');
        write(out, head.pathAndQuery());
        out.writeBytes(HTTP_1_1_LINE_END);
        forwarded(out, head, lb, served, peerAddress, peerPort);
        host(out, head, lb);
        line(out, "X-Amzn-Trace-Id", exchange.traceId);
        framing(out, exchange.inspection.framing(), head);
        if (exchange.webSocket) {
            out.writeBytes(UPGRADE);
        }
        List<String> named = namedByConnection(head);
        for (int i = 0; i < head.headerCount(); i++) {
            if (goesOn(exchange, i, lb) && (named.isEmpty() || !isNamed(named, head, i))) {
                copy(out, head, i);
            }
        }
        return out.writeBytes(CR_LF);
    }

    private static void forwarded(
            ByteBuf out, RequestHead head, LoadBalancer lb, ServedListener served, String peerAddress, int peerPort) {
        if (lb.forwardedFor() != LoadBalancer.ForwardedFor.REMOVE) {
            String before = String.join(", ", valuesOf(head, HeaderName.X_FORWARDED_FOR));
            String own = lb.forwardedForClientPort()
                    ? (peerAddress.indexOf(':') >= 0 ? "[" + peerAddress + "]" : peerAddress) + ":" + peerPort
                    : peerAddress;
            boolean append = lb.forwardedFor() == LoadBalancer.ForwardedFor.APPEND;
            String value = append ? (before.isEmpty() ? own : before + ", " + own) : before;
            if (!value.isEmpty()) {
                line(out, "X-Forwarded-For", value);
            }
        }
        line(out, "X-Forwarded-Proto", served.protocol());
        line(out, "X-Forwarded-Port", Integer.toString(served.port()));
    }

    private static List<String> valuesOf(RequestHead head, HeaderName name) {
        if (head.indexOf(name) < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < head.headerCount(); i++) {
            if (head.known(i) == name && head.valueEnd(i) > head.valueStart(i)) {
                values.add(head.value(i));
            }
        }
        return values;
    }

    private static void host(ByteBuf out, RequestHead head, LoadBalancer lb) {
        String host = head.hostAndPort();
        if (host == null) {
            return;
        }
        int at = head.indexOf(HeaderName.HOST);
        boolean strip = !lb.preserveHostHeader() && (host.endsWith(":80") || host.endsWith(":443"));
        String name = at < 0 ? "Host" : head.name(at);
        line(out, name, strip ? host.substring(0, host.lastIndexOf(':')) : host);
    }

    private static void framing(ByteBuf out, BodyFraming framing, RequestHead head) {
        switch (framing) {
            case BodyFraming.Chunked ignored -> {
                String codings = String.join(", ", valuesOf(head, HeaderName.TRANSFER_ENCODING));
                line(out, "Transfer-Encoding", codings.isEmpty() ? "chunked" : codings);
            }
            case BodyFraming.Length length -> {
                boolean said =
                        head.indexOf(HeaderName.CONTENT_LENGTH) >= 0 || head.indexOf(HeaderName.TRANSFER_ENCODING) >= 0;
                if (length.bytes() > 0 || said) {
                    line(out, "Content-Length", Long.toString(length.bytes()));
                }
            }
            case BodyFraming.UntilClose ignored ->
                throw new IllegalStateException("a request ends before its connection");
        }
    }

    private static boolean goesOn(Exchange exchange, int header, LoadBalancer lb) {
        RequestHead head = exchange.head;
        if (exchange.inspection.untrusted().get(header)) {
            return false;
        }
        return switch (head.known(header)) {
            case HOST,
                    CONNECTION,
                    KEEP_ALIVE,
                    PROXY_CONNECTION,
                    TE,
                    TRAILER,
                    EXPECT,
                    UPGRADE,
                    TRANSFER_ENCODING,
                    CONTENT_LENGTH,
                    X_FORWARDED_FOR,
                    X_FORWARDED_PROTO,
                    X_FORWARDED_PORT,
                    X_AMZN_TRACE_ID -> false;
            case OTHER -> !lb.dropInvalidHeaderFields() || isValid(head, header);
            default -> true;
        };
    }

    /** The names that drop_invalid_header_fields lets through: letters, digits and hyphens. */
    static boolean isValid(MessageHead head, int header) {
        for (int i = head.nameStart(header); i < head.nameEnd(header); i++) {
            byte b = head.bytes()[i];
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            if (!letter && !(b >= '0' && b <= '9') && b != '-') {
                return false;
            }
        }
        return true;
    }

    /** Headers that Connection names are for this hop alone. */
    private static List<String> namedByConnection(MessageHead head) {
        int at = head.indexOf(HeaderName.CONNECTION);
        if (at < 0) {
            return List.of();
        }
        List<String> named = new ArrayList<>(1);
        for (int i = at; i < head.headerCount(); i++) {
            if (head.known(i) != HeaderName.CONNECTION) {
                continue;
            }
            for (String token : head.value(i).split(",", -1)) {
                String name = token.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !name.equals("keep-alive") && !name.equals("close") && !name.equals("upgrade")) {
                    named.add(name);
                }
            }
        }
        return named;
    }

    private static boolean isNamed(List<String> named, MessageHead head, int header) {
        return named.contains(head.name(header).toLowerCase(Locale.ROOT));
    }

    /**
     * The answer's head as the client gets it.
     *
     * @param framing how the body goes on to the client
     * @param extra further header lines, each with its line end
     */
    static ByteBuf answer(
            ByteBufAllocator allocator,
            ResponseHead head,
            BodyFraming framing,
            boolean keepAlive,
            String date,
            String extra) {
        ByteBuf out = allocator.buffer(head.bytes().length + 128 + extra.length());
        out.writeBytes(STATUS_LINE);
        write(out, Integer.toString(head.status()));
        out.writeByte(' ');
        out.writeBytes(head.bytes(), head.reasonStart(), head.reasonEnd() - head.reasonStart());
        out.writeBytes(CR_LF);
        if (head.indexOf(HeaderName.DATE) < 0) {
            line(out, "Date", date);
        }
        boolean chunked = framing instanceof BodyFraming.Chunked;
        boolean bare = head.indexOf(HeaderName.TRANSFER_ENCODING) >= 0 || chunked;
        List<String> named = namedByConnection(head);
        for (int i = 0; i < head.headerCount(); i++) {
            boolean goesOn = switch (head.known(i)) {
                case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, TRAILER, UPGRADE, TRANSFER_ENCODING -> false;
                case CONTENT_LENGTH -> !bare;
                default -> named.isEmpty() || !isNamed(named, head, i);
            };
            if (goesOn) {
                copy(out, head, i);
            }
        }
        if (chunked) {
            out.writeBytes(CHUNKED);
        }
        out.writeBytes(keepAlive ? KEEP_ALIVE : CLOSE);
        write(out, extra);
        return out.writeBytes(CR_LF);
    }

    /** A 101 goes on as the target wrote it: subprotocol and extensions are the target's to choose. */
    static ByteBuf switchingProtocols(ByteBufAllocator allocator, ResponseHead head, String extra) {
        ByteBuf out = allocator.buffer(head.bytes().length + 64 + extra.length());
        out.writeBytes(STATUS_LINE);
        write(out, "101 ");
        out.writeBytes(head.bytes(), head.reasonStart(), head.reasonEnd() - head.reasonStart());
        out.writeBytes(CR_LF);
        for (int i = 0; i < head.headerCount(); i++) {
            copy(out, head, i);
        }
        write(out, extra);
        return out.writeBytes(CR_LF);
    }

    private static void copy(ByteBuf out, MessageHead head, int i) {
        byte[] bytes = head.bytes();
        out.writeBytes(bytes, head.nameStart(i), head.nameEnd(i) - head.nameStart(i));
        out.writeBytes(COLON);
        out.writeBytes(bytes, head.valueStart(i), head.valueEnd(i) - head.valueStart(i));
        out.writeBytes(CR_LF);
    }

    private static void line(ByteBuf out, String name, String value) {
        write(out, name);
        out.writeBytes(COLON);
        write(out, value);
        out.writeBytes(CR_LF);
    }

    /** Characters 0 to 255 become the bytes that they were read from. */
    private static void write(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }
}
