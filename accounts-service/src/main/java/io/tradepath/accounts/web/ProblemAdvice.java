package io.tradepath.accounts.web;

import io.tradepath.wire.Failures;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Every error of a controller as a problem. Statuses and headers of what Spring finds wrong with a request are Spring's;
 * texts are written here, because an exception's own may name classes or SQL.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
    /** When to come again, in seconds, after a backing service was away. */
    static final String RETRY_AFTER_S = "1";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final int CAUSES_MAX = 16;

    @ExceptionHandler
    ResponseEntity<Object> answered(ProblemException e, HttpServletRequest request) {
        return answer(e.problem(request.getRequestURI()), new HttpHeaders());
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        if (Failures.isTransient(e)) {
            LOG.warn(
                    "Answered 503: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
            return answer(
                    Problem.of(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "the database is away; what was asked may or may not have been done,"
                                    + " the same request with the same key will tell",
                            request.getRequestURI()),
                    headers);
        }
        LOG.error("Answered 500", e);
        return answer(Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "unexpected", request.getRequestURI()), headers);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        if (status.is5xxServerError()) {
            return unexpected(e, servlet);
        }
        if (e instanceof MethodArgumentTypeMismatchException mismatch
                && mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return answer(Problem.of(HttpStatus.NOT_FOUND, "no such account", servlet.getRequestURI()), headers);
        }
        if (bodyTooLarge(e)) {
            return answer(BodyLimitFilter.tooLarge(servlet), headers);
        }
        return answer(
                status.value() == HttpStatus.BAD_REQUEST.value()
                        ? Problem.of(status, "invalid-request", detail(e), servlet.getRequestURI())
                        : Problem.of(status, detail(e), servlet.getRequestURI()),
                headers);
    }

    private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static boolean bodyTooLarge(Exception e) {
        Throwable cause = e;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            if (cause instanceof BodyLimitFilter.TooLarge) {
                return true;
            }
        }
        return false;
    }

    private static String detail(Exception e) {
        return switch (e) {
            case HttpMessageNotReadableException unreadable -> JsonFault.describe(unreadable);
            case MethodArgumentTypeMismatchException mismatch -> "'%s': not valid".formatted(mismatch.getName());
            case MissingRequestHeaderException missing -> "'%s': required".formatted(missing.getHeaderName());
            default ->
                switch (e.getCause()) {
                    case IOException _ -> "the request could not be read";
                    case null, default -> "the request cannot be served as it is";
                };
        };
    }
}
