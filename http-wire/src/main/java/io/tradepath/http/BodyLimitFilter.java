package io.tradepath.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies over {@link #BODY_BYTES_MAX} bytes, whether their length was announced or is found while reading. */
final class BodyLimitFilter extends OncePerRequestFilter {
    static final int BODY_BYTES_MAX = 64 * 1024;

    private final ProblemWriter problems;

    BodyLimitFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    static Problem tooLarge() {
        return Problem.ofStatus(HttpStatus.CONTENT_TOO_LARGE, detail());
    }

    private static String detail() {
        return "a body has at most %d bytes".formatted(BODY_BYTES_MAX);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > BODY_BYTES_MAX) {
            // What follows on this connection is the rest of that body: not worth reading.
            response.setHeader(HttpHeaders.CONNECTION, "close");
            problems.write(tooLarge(), request, response);
        } else {
            chain.doFilter(new Bounded(request), response);
        }
    }

    /** Found while reading. */
    static final class TooLarge extends IOException {
        TooLarge() {
            super(detail());
        }
    }

    private static final class Bounded extends HttpServletRequestWrapper {
        Bounded(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new BoundedStream(super.getInputStream());
        }
    }

    private static final class BoundedStream extends ServletInputStream {
        private final ServletInputStream body;
        private int left = BODY_BYTES_MAX;

        BoundedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            return next < 0 ? next : counted(1, next);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = body.read(buffer, offset, length);
            return count < 0 ? count : counted(count, count);
        }

        private int counted(int count, int result) throws TooLarge {
            left -= count;
            if (left < 0) {
                throw new TooLarge();
            }
            return result;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
