package io.tradepath.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
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
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final int CAUSES_MAX = 16;

    private final ObjectProvider<Outages> outages;

    ProblemAdvice(ObjectProvider<Outages> outages) {
        this.outages = outages;
    }

    @ExceptionHandler
    ResponseEntity<Object> answered(ProblemException e, HttpServletRequest request) {
        return answer(e.problem(), e.headers(), request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) {
        Optional<String> away =
                outages.stream().flatMap(known -> known.behind(e).stream()).findFirst();
        if (away.isPresent()) {
            LOG.warn(
                    "{} {} answered 503: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            Problem problem = Problem.ofStatus(HttpStatus.SERVICE_UNAVAILABLE, away.get());
            return answer(problem, problem.headers(), request);
        }
        LOG.error("{} {} answered 500", request.getMethod(), request.getRequestURI(), e);
        return answer(Problem.unexpected(), new HttpHeaders(), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        return status.is5xxServerError() ? unexpected(e, servlet) : answer(problem(e, status), headers, servlet);
    }

    private static Problem problem(Exception e, HttpStatusCode status) {
        return switch (e) {
            case HttpMessageNotReadableException unreadable
            when isCausedBy(unreadable, BodyLimitFilter.TooLarge.class) -> BodyLimitFilter.tooLarge();
            case HttpMessageNotReadableException unreadable -> Problem.ofStatus(status, JsonFault.describe(unreadable));
            case MethodArgumentTypeMismatchException mismatch
            when mismatch.getParameter().hasParameterAnnotation(PathVariable.class) ->
                Problem.ofStatus(HttpStatus.NOT_FOUND, "there is nothing by this name");
            case MethodArgumentTypeMismatchException mismatch ->
                Problem.ofStatus(status, "'%s': not valid".formatted(mismatch.getName()));
            case MissingServletRequestParameterException missing ->
                Problem.ofStatus(status, "'%s': required".formatted(missing.getParameterName()));
            case MissingRequestHeaderException missing ->
                Problem.ofStatus(status, "'%s': required".formatted(missing.getHeaderName()));
            case HttpMediaTypeNotSupportedException _ ->
                Problem.ofStatus(status, "the body must be %s".formatted(MediaType.APPLICATION_JSON));
            case HttpRequestMethodNotSupportedException method ->
                Problem.ofStatus(status, "%s is not possible here".formatted(method.getMethod()));
            default ->
                e.getCause() instanceof IOException
                        ? Problem.ofStatus(status, "the request could not be read")
                        : Problem.unservable(status);
        };
    }

    private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers, HttpServletRequest request) {
        // Spring's own headers may be read-only.
        HttpHeaders all = new HttpHeaders(headers);
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return ResponseEntity.status(problem.status()).headers(all).body(problem.body(request.getRequestURI()));
    }

    private static boolean isCausedBy(Exception e, Class<? extends Throwable> type) {
        Throwable cause = e;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
