package io.tradepath.feed.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Every error of a controller as a problem. Statuses and headers of what Spring finds wrong with a request are Spring's;
 * texts are written here, because an exception's own may name classes.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
    /** When to come again, in seconds, after a backing service was away. */
    static final String RETRY_AFTER_S = "1";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> answered(ProblemException e, HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        if (e.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_S);
        }
        return answer(e.problem(request.getRequestURI()), headers);
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) {
        LOG.error("Answered 500", e);
        return answer(
                Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "unexpected", request.getRequestURI()), new HttpHeaders());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        if (status.is5xxServerError()) {
            return unexpected(e, servlet);
        }
        return answer(
                status.value() == HttpStatus.BAD_REQUEST.value()
                        ? Problem.of(status, "invalid-request", detail(e), servlet.getRequestURI())
                        : Problem.of(status, detail(e), servlet.getRequestURI()),
                headers);
    }

    private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
        // Spring's own headers may be read-only.
        HttpHeaders all = new HttpHeaders(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return ResponseEntity.status(problem.status()).headers(all).body(problem);
    }

    private static String detail(Exception e) {
        return switch (e) {
            case MethodArgumentTypeMismatchException mismatch -> "'%s': not valid".formatted(mismatch.getName());
            case MissingServletRequestParameterException missing ->
                "'%s': required".formatted(missing.getParameterName());
            default -> "the request cannot be served as it is";
        };
    }
}
