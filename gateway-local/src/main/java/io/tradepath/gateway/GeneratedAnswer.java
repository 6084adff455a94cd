package io.tradepath.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An answer that the load balancer makes itself, byte for byte as an Application Load Balancer writes it. */
final class GeneratedAnswer {

    static final String SERVER = "awselb/2.0";

    private static final byte[] NO_BODY = {};

    private final int status;
    private final String contentType;
    private final byte[] body;
    private final String headers;

    private GeneratedAnswer(int status, String contentType, byte[] body, String headers) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
        this.headers = headers;
    }

    /** An error with ELB's own page. */
    static GeneratedAnswer error(int status) {
        return new GeneratedAnswer(status, "text/html", page(status), "");
    }

    static GeneratedAnswer redirect(int status, String location) {
        return new GeneratedAnswer(status, "text/html", page(status), "Location: " + location + "\r\n");
    }

    static GeneratedAnswer fixed(int status, @Nullable String contentType, String body) {
        String type = contentType == null ? "text/plain" : contentType;
        return new GeneratedAnswer(status, type + "; charset=utf-8", body.getBytes(StandardCharsets.UTF_8), "");
    }

    static GeneratedAnswer file(String contentType, byte[] body, String headers) {
        return new GeneratedAnswer(200, contentType, body, headers);
    }

    static GeneratedAnswer notModified(String headers) {
        return new GeneratedAnswer(304, "", NO_BODY, headers);
    }

    private static byte[] page(int status) {
        String title = status + " " + reason(status);
        return ("<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n</body>\r\n</html>\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 401 -> "Authorization Required";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Not Allowed";
            case 408 -> "Request Time-out";
            case 414 -> "Request-URI Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Temporarily Unavailable";
            case 504 -> "Gateway Time-out";
            case 429 -> "Too Many Requests";
            default -> "";
        };
    }

    int status() {
        return status;
    }

    /**
     * The whole answer.
     *
     * @param headOnly whether the body stays out, as for HEAD
     * @param extraHeaders further header lines, each with its line end; empty for none
     */
    ByteBuf encode(ByteBufAllocator allocator, String date, boolean keepAlive, boolean headOnly, String extraHeaders) {
        ByteBuf out = allocator.buffer(256 + body.length + extraHeaders.length());
        boolean bodiless = status == 304 || status == 204;
        String head = "HTTP/1.1 " + status + " " + reason(status) + "\r\nServer: " + SERVER + "\r\nDate: " + date
                + "\r\n"
                + (bodiless ? "" : "Content-Type: " + contentType + "\r\nContent-Length: " + body.length + "\r\n")
                + "Connection: " + (keepAlive ? "keep-alive" : "close") + "\r\n"
                + headers + extraHeaders + "\r\n";
        out.writeCharSequence(head, StandardCharsets.ISO_8859_1);
        if (!headOnly && !bodiless) {
            out.writeBytes(body);
        }
        return out;
    }
}
