package io.tradepath.http;

import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Ends a request with a problem that its client can do something about. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final transient HttpHeaders headers;

    private ProblemException(Problem problem, HttpHeaders headers) {
        // No stack trace: it is an answer, not a fault.
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    private static ProblemException of(HttpStatus status, String name, String detail) {
        return of(Problem.of(status, name, detail));
    }

    private static ProblemException of(Problem problem) {
        return new ProblemException(problem, problem.headers());
    }

    /** 400: {@code field}, of the body, the query or the headers, is not as it must be. */
    public static ProblemException invalid(String field, String why) {
        return of(Problem.ofStatus(HttpStatus.BAD_REQUEST, "'%s': %s".formatted(field, why)));
    }

    /** 403: the caller may see it and may not do that. */
    public static ProblemException forbidden(String detail) {
        return of(Problem.ofStatus(HttpStatus.FORBIDDEN, detail));
    }

    /**
     * 404: not there, or not the caller's; they read alike, so that ids do not leak.
     *
     * @param name of what was not found: {@code order-not-found}
     */
    public static ProblemException notFound(String name, String detail) {
        return of(HttpStatus.NOT_FOUND, name, detail);
    }

    /** 409: what is there speaks against it. */
    public static ProblemException conflict(String name, String detail) {
        return of(HttpStatus.CONFLICT, name, detail);
    }

    /** 412: it has changed since the caller read it. */
    public static ProblemException stale(String detail) {
        return of(Problem.ofStatus(HttpStatus.PRECONDITION_FAILED, detail));
    }

    /** 422: well-formed, and refused by a rule of business. */
    public static ProblemException refused(String name, String detail) {
        return refused(name, detail, Map.of());
    }

    /**
     * 422: well-formed, and refused by a rule of business.
     *
     * @param members further members of the problem, such as what was recorded of the refusal
     */
    public static ProblemException refused(String name, String detail, Map<String, Object> members) {
        return of(new Problem(HttpStatus.UNPROCESSABLE_CONTENT, name, detail, members));
    }

    /** 503: something that an answer needs is away, busy, or not there yet. */
    public static ProblemException unavailable(String detail) {
        return of(Problem.ofStatus(HttpStatus.SERVICE_UNAVAILABLE, detail));
    }

    /** 500: a fault of the service's own, which it has logged. */
    public static ProblemException unexpected() {
        return of(Problem.unexpected());
    }

    /** The same answer, with one more header. */
    public ProblemException withHeader(String name, String value) {
        HttpHeaders more = new HttpHeaders(headers);
        more.set(name, value);
        return new ProblemException(problem, more);
    }

    Problem problem() {
        return problem;
    }

    HttpHeaders headers() {
        return headers;
    }
}
