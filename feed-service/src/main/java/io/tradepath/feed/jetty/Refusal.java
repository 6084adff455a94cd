package io.tradepath.feed.jetty;

import io.tradepath.http.RequestId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A handshake that is not taken, as the problem (RFC 9457) that the client gets. */
record Refusal(int status, String problem, String detail, Map<String, String> headers) {
    static Refusal of(int status, String problem, String detail) {
        return new Refusal(status, problem, detail, Map.of());
    }

    static Refusal malformedHandshake() {
        return of(HttpStatus.BAD_REQUEST_400, "malformed-handshake", "Not a WebSocket handshake of version 13.");
    }

    Refusal with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Refusal(status, problem, detail, more);
    }

    void write(Request request, Response response, Callback callback) {
        identify(request, response);
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        headers.forEach(fields::put);
        fields.put("Content-Type", "application/problem+json");
        // Nothing in it comes from the request, so that nothing needs to be escaped.
        String body = """
                {"type":"https://tradepath.io/problems/%s","title":"%s","status":%d,"detail":"%s","instance":"/feed/stomp"}""".formatted(problem, HttpStatus.getMessage(status), status, detail);
        Content.Sink.write(response, true, body, callback);
    }

    /** The request's own id back to it, or one that is made. */
    static void identify(Request request, Response response) {
        response.getHeaders()
                .put(RequestId.HEADER, RequestId.of(request.getHeaders().get(RequestId.HEADER)));
    }
}
