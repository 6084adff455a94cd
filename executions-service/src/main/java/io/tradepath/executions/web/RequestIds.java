package io.tradepath.executions.web;

import io.tradepath.events.Identifiers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Every answer carries {@code X-Request-Id}, taken from the request or made; it and the {@code Root} of
 * {@code X-Amzn-Trace-Id} stand in each line that the request logs.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIds extends OncePerRequestFilter {
    static final String REQUEST_ID = "X-Request-Id";

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,128}");
    private static final Pattern TRACE_ROOT = Pattern.compile("(?:^|;)\\s*Root=([!-:<-~]{1,128})");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = idOf(request.getHeader(REQUEST_ID));
        response.setHeader(REQUEST_ID, id);
        String root = traceRoot(request.getHeader("X-Amzn-Trace-Id"));
        MDC.put("requestId", id);
        if (root != null) {
            MDC.put("traceRoot", root);
        }
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("requestId");
            MDC.remove("traceRoot");
        }
    }

    /** The client's own id where it is fit to be one, otherwise a new one. */
    static String idOf(@Nullable String given) {
        return given != null && VISIBLE_ASCII.matcher(given).matches() ? given : Identifiers.next();
    }

    private static @Nullable String traceRoot(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher matcher = TRACE_ROOT.matcher(header);
        return matcher.find() ? matcher.group(1) : null;
    }
}
