package io.tradepath.accounts.web;

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

    /** 400: {@code field}, of the body, the query or the headers, is not as it must be. */
    public static ProblemException invalid(String field, String why) {
        return new ProblemException(HttpStatus.BAD_REQUEST, "invalid-request", "'%s': %s".formatted(field, why));
    }

    /** 403: the caller may see it and may not do that. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(HttpStatus.FORBIDDEN, "forbidden", detail);
    }

    /** 404: not there, or not the caller's; they read alike, so that ids do not leak. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(HttpStatus.NOT_FOUND, "not-found", detail);
    }

    /** 409: what is there speaks against it. */
    public static ProblemException conflict(String name, String detail) {
        return new ProblemException(HttpStatus.CONFLICT, name, detail);
    }

    /** 412: it has changed since the caller read it. */
    public static ProblemException stale(String detail) {
        return new ProblemException(HttpStatus.PRECONDITION_FAILED, "precondition-failed", detail);
    }

    /** 422: well-formed, and refused by a rule of business. */
    public static ProblemException refused(String name, String detail) {
        return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, name, detail);
    }

    HttpStatus status() {
        return status;
    }

    Problem problem(String instance) {
        return Problem.of(status, name, String.valueOf(getMessage()), instance);
    }
}
