package io.tradepath.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Why a request was not done, as its client reads it (RFC 9457).
 *
 * @param name in kebab case, such as {@code account-not-active}: the stable end of the problem's {@code type}
 * @param detail for a person, and may change; no exception's text, SQL or class name
 * @param members further members of the body, behind those of the RFC
 */
public record Problem(HttpStatus status, String name, String detail, Map<String, Object> members) {
    /** When to come again after a 503. */
    static final int RETRY_AFTER_S = 1;

    private static final String TYPES = "https://tradepath.io/problems/";

    public Problem {
        if (!status.isError()) {
            throw new IllegalArgumentException(status + " is no error");
        }
        // In the order given: two instances answer a repeated request with the same bytes.
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** A problem with nothing beside the members of the RFC. */
    public static Problem of(HttpStatus status, String name, String detail) {
        return new Problem(status, name, detail, Map.of());
    }

    /** A problem that the status says all of: {@code method-not-allowed}. */
    public static Problem ofStatus(HttpStatusCode status, String detail) {
        HttpStatus known = HttpStatus.resolve(status.value());
        if (known == null) {
            known = status.is4xxClientError() ? HttpStatus.BAD_REQUEST : HttpStatus.INTERNAL_SERVER_ERROR;
        }
        return of(known, nameOf(known), detail);
    }

    /** A refusal for which there are no better words than its status. */
    static Problem unservable(HttpStatusCode status) {
        return status.value() == HttpStatus.INTERNAL_SERVER_ERROR.value()
                ? unexpected()
                : ofStatus(status, "the request cannot be served as it is");
    }

    /** 500; what happened is in the log, under the answer's {@code X-Request-Id}. */
    static Problem unexpected() {
        return ofStatus(HttpStatus.INTERNAL_SERVER_ERROR, "unexpected; the X-Request-Id names it in the log");
    }

    /** 400 is the one status whose name says less than there is to say. */
    private static String nameOf(HttpStatus status) {
        return status == HttpStatus.BAD_REQUEST
                ? "invalid-request"
                : status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name in words. */
    String title() {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
    }

    HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_S));
        }
        return headers;
    }

    /** The body. */
    Map<String, Object> body(String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPES + name);
        body.put("title", title());
        body.put("status", status.value());
        body.put("detail", detail);
        body.put("instance", instance);
        body.putAll(members);
        return body;
    }
}
