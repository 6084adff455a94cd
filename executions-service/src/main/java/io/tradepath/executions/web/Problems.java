package io.tradepath.executions.web;

import io.tradepath.wire.Failures;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.core.JacksonException;

/** Turns whatever a request ends with into a problem. */
@RestControllerAdvice
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int CAUSES_MAX = 16;

    @ExceptionHandler
    ResponseEntity<Object> problem(ProblemException thrown, HttpServletRequest request) {
        return answer(thrown.problem(), new HttpHeaders(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unreadable(HttpMessageNotReadableException thrown, HttpServletRequest request) {
        if (causeOf(thrown, BodyTooLargeException.class) != null) {
            return answer(BodyLimit.tooLarge(), new HttpHeaders(), request);
        }
        JacksonException json = causeOf(thrown, JacksonException.class);
        String detail = json == null ? "A body in JSON is required." : JsonFaults.describe(json);
        return answer(Problem.malformed(detail), new HttpHeaders(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> mediaType(HttpMediaTypeNotSupportedException thrown, HttpServletRequest request) {
        Problem problem = Problem.ofStatus(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.");
        return answer(problem, thrown.getHeaders(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> method(HttpRequestMethodNotSupportedException thrown, HttpServletRequest request) {
        Problem problem =
                Problem.ofStatus(HttpStatus.METHOD_NOT_ALLOWED, thrown.getMethod() + " is not possible here.");
        return answer(problem, thrown.getHeaders(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> other(Exception thrown, HttpServletRequest request) {
        if (thrown instanceof ErrorResponse known) {
            HttpStatus status = HttpStatus.resolve(known.getStatusCode().value());
            HttpStatus answered = status == null ? HttpStatus.BAD_REQUEST : status;
            return answer(Problem.ofStatus(answered, answered.getReasonPhrase() + "."), known.getHeaders(), request);
        }
        if (Failures.isTransient(thrown)) {
            LOG.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), thrown.toString());
            return answer(Problem.unavailable("The database is away or busy."), new HttpHeaders(), request);
        }
        LOG.error("{} {}", request.getMethod(), request.getRequestURI(), thrown);
        return answer(Problem.unexpected(), new HttpHeaders(), request);
    }

    private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers, HttpServletRequest request) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        problem.headers().forEach(answer::header);
        return answer.body(problem.body(request.getRequestURI()));
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
