package io.tradepath.http;

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
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every answer an {@code X-Request-Id}, the client's own where it sent one, and puts it and the load balancer's
 * trace id before every line that is logged on the way.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIdFilter extends OncePerRequestFilter {
    private static final Pattern TRACE_ROOT = Pattern.compile("(?:^|;)\\s*Root=([0-9A-Za-z-]{1,64})(?:;|$)");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = RequestId.of(request.getHeader(RequestId.HEADER));
        response.setHeader(RequestId.HEADER, id);
        MDC.put("requestId", id);
        MDC.put("traceRoot", traceRoot(request.getHeader("X-Amzn-Trace-Id")));
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("requestId");
            MDC.remove("traceRoot");
        }
    }

    static @Nullable String traceRoot(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher root = TRACE_ROOT.matcher(header);
        return root.find() ? root.group(1) : null;
    }
}
