package io.tradepath.suite;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;

/**
 * Stands for any program of the suite: understands the arguments and settings that the plan gives it, listens where it
 * is told to and answers what the suite asks at its start. As the gateway it keeps a list of targets.
 */
final class FakeProgram {
    private static final Set<String> TARGETS = new ConcurrentSkipListSet<>();

    private FakeProgram() {}

    /** The command that starts it, as the suite's launcher. */
    static List<String> command() {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                FakeProgram.class.getName());
    }

    /** The command of one that says why it cannot start and ends. */
    static List<String> failing(String reason) {
        List<String> command = new ArrayList<>(command());
        command.add(1, "-Dfake.failure=" + reason);
        return command;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String failure = System.getProperty("fake.failure");
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        for (int port : ports(List.of(arguments), System.getenv())) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/", FakeProgram::answer);
            server.start();
        }
        new CountDownLatch(1).await();
    }

    private static List<Integer> ports(List<String> arguments, Map<String, String> environment) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.size(); i++) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--port", "--management-port" -> ports.add(Integer.parseInt(value));
                case "--listener" -> ports.add(Integer.parseInt(value.replaceAll("\\D", "")));
                default -> {}
            }
        }
        if (environment.containsKey("SERVER_PORT")) {
            ports.add(Integer.parseInt(environment.get("SERVER_PORT")));
            ports.add(Integer.parseInt(environment.get("MANAGEMENT_SERVER_PORT")));
        }
        return ports;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String method = exchange.getRequestMethod();
        if (path.startsWith("/targets/") && method.equals("GET") && find(path).isEmpty()) {
            respond(exchange, 404, "no such target");
            return;
        }
        switch (method) {
            case "PUT" -> TARGETS.add(path.substring("/targets/".length()));
            case "DELETE" -> find(path).forEach(TARGETS::remove);
            default -> {}
        }
        if (method.equals("POST")) {
            respond(exchange, 200, "{\"access_token\": \"a.b.c\"}");
        } else if (path.startsWith("/targets/")) {
            respond(exchange, 200, "{\"state\": \"healthy\"}");
        } else if (path.equals("/targets")) {
            respond(exchange, 200, String.join("\n", TARGETS));
        } else {
            respond(exchange, 200, "{\"quotes\": [{\"instrument\": \"EUR_USD\"}]}");
        }
    }

    private static List<String> find(String path) {
        String target = path.substring("/targets/".length());
        return TARGETS.stream().filter(held -> held.startsWith(target + "?")).toList();
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
