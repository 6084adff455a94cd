package io.tradepath.executions.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers what Jetty refuses by itself, before any filter: a path that could mean two things, a broken request line. */
@Component
class ServerProblems implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory>, Request.Handler {
    private final JsonMapper json;

    ServerProblems(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void customize(ConfigurableJettyWebServerFactory factory) {
        factory.addServerCustomizers(server -> server.setErrorHandler(this));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpStatus known = HttpStatus.resolve(response.getStatus());
        HttpStatus status = known == null ? HttpStatus.BAD_REQUEST : known;
        Problem problem = status.is5xxServerError()
                ? Problem.unexpected()
                : Problem.ofStatus(status, status.getReasonPhrase() + ".");
        byte[] body = json.writeValueAsBytes(problem.body(path(request)));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getHeaders()
                .put(RequestIds.REQUEST_ID, RequestIds.idOf(request.getHeaders().get(RequestIds.REQUEST_ID)));
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static String path(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null ? "/" : path;
    }
}
