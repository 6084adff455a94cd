package io.tradepath.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** What Jetty refuses before any servlet sees it (a malformed head, a header too long, an ambiguous path), as a problem. */
final class JettyErrors implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    private final JsonMapper json;

    JettyErrors(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.setErrorHandler(new Problems(json)));
    }

    private static final class Problems extends ErrorHandler {
        private final JsonMapper json;

        Problems(JsonMapper json) {
            this.json = json;
        }

        @Override
        protected void generateResponse(
                Request request,
                Response response,
                int code,
                @Nullable String message,
                @Nullable Throwable cause,
                Callback callback) {
            Map<String, Object> problem = Problem.unservable(HttpStatusCode.valueOf(code))
                    .body(String.valueOf(request.getHttpURI().getPath()));
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getHeaders()
                    .put(RequestId.HEADER, RequestId.of(request.getHeaders().get(RequestId.HEADER)));
            Content.Sink.write(
                    response, true, new String(json.writeValueAsBytes(problem), StandardCharsets.UTF_8), callback);
        }
    }
}
