package io.tradepath.gateway;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tradepath.alb.Target;
import io.tradepath.alb.TargetGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The management port: health, metrics, the page that shows what the load balancer knows, and the admin API by which
 * targets are registered and see their own state. Never routed to from outside.
 */
final class ManagementServer implements AutoCloseable {

    private final Gateway gateway;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    ManagementServer(Gateway gateway, String bind, int port) throws IOException {
        this.gateway = gateway;
        try {
            server = HttpServer.create(new InetSocketAddress(bind, port), 0);
        } catch (BindException e) {
            throw new IOException("management port " + port + " is in use", e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private record Reply(int status, String contentType, String body) {
        static Reply json(int status, Map<String, Object> body) {
            return new Reply(status, "application/json", JSONObjectUtils.toJSONString(body));
        }

        static Reply error(int status, String message) {
            return json(status, Map.of("error", message));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                reply = reply(exchange);
            } catch (IllegalArgumentException e) {
                reply = Reply.error(400, String.valueOf(e.getMessage()));
            }
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.startsWith("/targets/")) {
            return targets(
                    method,
                    path.substring("/targets/".length()),
                    exchange.getRequestURI().getQuery());
        }
        if (!method.equals("GET")) {
            return Reply.error(405, "only GET is answered here");
        }
        return switch (path) {
            case "/health" -> Reply.json(200, Map.of("status", "UP"));
            case "/metrics" -> new Reply(200, "text/plain; version=0.0.4", StateReport.metrics(gateway));
            case "/__alb", "/__alb/" -> new Reply(200, "text/html; charset=utf-8", StateReport.page(gateway));
            case "/__alb/state.json" -> Reply.json(200, StateReport.state(gateway));
            default -> Reply.error(404, "there is /health, /metrics, /targets/{group} and /__alb/");
        };
    }

    private Reply targets(String method, String path, @Nullable String query) {
        int slash = path.indexOf('/');
        String groupId = slash < 0 ? path : path.substring(0, slash);
        if (!gateway.groups().containsKey(groupId)) {
            return Reply.error(404, "there is no target group " + groupId);
        }
        TargetGroup group = gateway.group(groupId);
        if (slash < 0) {
            return method.equals("GET")
                    ? Reply.json(200, Map.of("targets", describe(group)))
                    : Reply.error(405, "only GET is answered here");
        }
        String address = path.substring(slash + 1);
        return switch (method) {
            case "PUT" -> {
                TargetSpec spec = TargetSpec.parse(groupId, address, healthPort(query));
                yield Reply.json(200, describe(gateway.register(spec)));
            }
            case "DELETE" -> {
                Target target = group.find(address);
                if (target == null) {
                    yield Reply.error(404, address + " is not registered in " + groupId);
                }
                group.deregister(address);
                yield Reply.json(200, describe(target));
            }
            case "GET" -> {
                Target target = group.find(address);
                yield target == null
                        ? Reply.error(404, address + " is not registered in " + groupId)
                        : Reply.json(200, describe(target));
            }
            default -> Reply.error(405, "PUT registers, DELETE deregisters, GET shows");
        };
    }

    private static int healthPort(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return 0;
        }
        if (!query.startsWith("health=")) {
            throw new IllegalArgumentException("the only parameter is health=port");
        }
        return TargetSpec.port(query.substring("health=".length()), query);
    }

    static List<Map<String, Object>> describe(TargetGroup group) {
        return group.targets().stream().map(ManagementServer::describe).toList();
    }

    static Map<String, Object> describe(Target target) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target", target.address());
        fields.put("state", target.health().state().label());
        fields.put("reason", target.health().reason());
        fields.put("description", target.health().description());
        fields.put("healthPort", target.healthPort());
        fields.put("requests", target.requests());
        fields.put("outstanding", target.outstanding());
        return fields;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
