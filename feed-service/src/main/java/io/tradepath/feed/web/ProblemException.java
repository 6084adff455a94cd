package io.tradepath.feed.web;

import org.springframework.http.HttpStatus;

/** Ends a request with a problem that its client can do something about. */
public final class ProblemException extends RuntimeException {
    private final HttpStatus status;
    private final String name;

    private ProblemException(HttpStatus status, String name, String detail) {
        // No stack trace: it is an answer, not a fault.
        super(detail, null, false, false);
        this.status = status;
        this.name = name;
    }

    /** 400: a field of the query is not as it must be. */
    public static ProblemException invalid(String field, String why) {
        return new ProblemException(HttpStatus.BAD_REQUEST, "invalid-request", "'%s': %s".formatted(field, why));
    }

    /** 404: not there. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(HttpStatus.NOT_FOUND, "not-found", detail);
    }

    /** 503: what is needed for an answer is not there yet. */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "service-unavailable", detail);
    }

    HttpStatus status() {
        return status;
    }

    Problem problem(String instance) {
        return Problem.of(status, name, String.valueOf(getMessage()), instance);
    }
}
