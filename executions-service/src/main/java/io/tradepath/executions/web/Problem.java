package io.tradepath.executions.web;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Why a request was not done (RFC 9457).
 *
 * @param name kebab-case; the stable end of the problem's type
 * @param detail for a person; no exception's text, SQL or class name
 * @param members further members of the body
 * @param headers of the answer
 */
public record Problem(
        HttpStatus status,
        String name,
        String title,
        String detail,
        Map<String, Object> members,
        Map<String, String> headers) {
    private static final String TYPES = "https://tradepath.io/problems/";
    private static final Duration SOON = Duration.ofSeconds(1);

    public Problem {
        // In the order given: two instances answer a repeated request with the same bytes.
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        headers = Map.copyOf(headers);
    }

    private static Problem of(HttpStatus status, String name, String title, String detail) {
        return new Problem(status, name, title, detail, Map.of(), Map.of());
    }

    /** 400: the request is not what it must be. */
    public static Problem malformed(String detail) {
        return of(HttpStatus.BAD_REQUEST, "malformed-request", "Malformed request", detail);
    }

    /** 401. */
    public static Problem unauthenticated(String detail) {
        return of(HttpStatus.UNAUTHORIZED, "unauthenticated", "Not authenticated", detail);
    }

    /** 403: the token is good, and does not allow it. */
    public static Problem scopeMissing() {
        return of(
                HttpStatus.FORBIDDEN,
                "insufficient-scope",
                "Insufficient scope",
                "The token lacks the scope for this.");
    }

    /** 404, by its own name. */
    public static Problem notFound(String name, String detail) {
        return of(HttpStatus.NOT_FOUND, name, "Not found", detail);
    }

    /** 409, by its own name. */
    public static Problem conflict(String name, String detail) {
        return of(HttpStatus.CONFLICT, name, "Conflict", detail);
    }

    /** 422, by its own name. */
    public static Problem refused(String name, String title, String detail, Map<String, Object> members) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, name, title, detail, members, Map.of());
    }

    /** 503: something that it needs is away, or busy. */
    public static Problem unavailable(String detail) {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "service-unavailable", "Service unavailable", detail)
                .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(SOON.toSeconds()));
    }

    /** Any other status, by the words that HTTP has for it. */
    public static Problem ofStatus(HttpStatus status, String detail) {
        String name = status.getReasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
        return of(status, name, status.getReasonPhrase(), detail);
    }

    /** 500; what happened is in the log. */
    public static Problem unexpected() {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Internal error",
                "The request could not be done. The answer's X-Request-Id names it in the log.");
    }

    /** The same, with a header of the answer. */
    public Problem withHeader(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, name, title, detail, members, more);
    }

    /** The body. */
    public Map<String, Object> body(String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPES + name);
        body.put("title", title);
        body.put("status", status.value());
        body.put("detail", detail);
        body.put("instance", instance);
        body.putAll(members);
        return body;
    }

    /** To be thrown: the request ends with this answer. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
