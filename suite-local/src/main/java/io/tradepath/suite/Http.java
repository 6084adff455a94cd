package io.tradepath.suite;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Small requests over HTTP. {@link HttpURLConnection} because it costs a process nothing that it does not use: the
 * newer client's threads and classes are more than the rest of the supervisor.
 */
final class Http {
    static final int CONNECT_MILLIS_MAX = 1_000;
    static final int READ_MILLIS_MAX = 5_000;
    static final int BODY_BYTES_MAX = 1 << 20;

    record Answer(int status, String body) {}

    private Http() {}

    static Answer get(URI address, Map<String, String> headers) throws IOException {
        return request("GET", address, headers, "");
    }

    static Answer request(String method, URI address, Map<String, String> headers, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS_MAX);
        connection.setReadTimeout(READ_MILLIS_MAX);
        connection.setInstanceFollowRedirects(false);
        headers.forEach(connection::setRequestProperty);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = in == null ? "" : new String(in.readNBytes(BODY_BYTES_MAX), StandardCharsets.UTF_8);
            return new Answer(status, text);
        }
    }
}
