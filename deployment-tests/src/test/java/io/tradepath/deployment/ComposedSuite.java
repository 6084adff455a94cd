package io.tradepath.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The suite of docker-compose.yml, on free ports and volumes of its own. */
final class ComposedSuite implements AutoCloseable {
    private static final Duration QUICK = Duration.ofSeconds(60);
    private static final Duration BUILT_MAX = Duration.ofMinutes(30);
    private static final Duration HEALTHY_MAX = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READY_POLL = Duration.ofMillis(50);

    private final DockerEngine engine;
    private final Map<String, String> environment;
    private final List<String> compose;
    private final int gatewayPort;
    private final int issuerPort;
    private final int postgresPort;

    ComposedSuite(DockerEngine engine, Map<String, String> baseImages) {
        this.engine = engine;
        gatewayPort = freePort();
        issuerPort = freePort();
        postgresPort = freePort();
        environment = new LinkedHashMap<>(engine.environment());
        environment.putAll(baseImages);
        environment.put(
                "COMPOSE_PROJECT_NAME", "tradepath-" + ProcessHandle.current().pid());
        environment.put("TRADEPATH_PORT", Integer.toString(gatewayPort));
        environment.put("TRADEPATH_ISSUER_PORT", Integer.toString(issuerPort));
        environment.put("TRADEPATH_POSTGRES_PORT", Integer.toString(postgresPort));
        compose = new ArrayList<>(
                engine.docker(QUICK, "compose", "version").status() == 0
                        ? List.of("docker", "compose")
                        : List.of("docker-compose"));
        compose.addAll(List.of("-f", "docker-compose.yml", "-f", "infra/compose/test.yml"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String compose(Duration max, String... arguments) {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of(arguments));
        return Command.run(max, environment, command).expectSuccess();
    }

    void build() {
        compose(BUILT_MAX, "build");
    }

    /** Starts what is not running and waits until every container is healthy. */
    void up(String... options) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("up", "-d", "--no-build"));
        arguments.addAll(List.of(options));
        compose(HEALTHY_MAX, arguments.toArray(String[]::new));
        awaitHealthy();
    }

    void awaitHealthy() throws InterruptedException {
        long deadline = System.nanoTime() + HEALTHY_MAX.toNanos();
        List<String> sick = List.of("nothing was asked");
        while (!sick.isEmpty()) {
            sick = containers().stream()
                    .filter(container ->
                            !inspect(container, "{{.State.Health.Status}}").equals("healthy"))
                    .toList();
            if (!sick.isEmpty() && System.nanoTime() > deadline) {
                String log = engine.docker(QUICK, "logs", "--tail", "40", sick.getFirst())
                        .toString();
                throw new AssertionError(compose(QUICK, "ps") + "\n" + log);
            }
            TimeUnit.NANOSECONDS.sleep(sick.isEmpty() ? 0 : POLL.toNanos());
        }
    }

    /** The ids of a service's containers; of all of them where no service is named. */
    List<String> containers(String... services) {
        List<String> arguments = new ArrayList<>(List.of("ps", "-q"));
        arguments.addAll(List.of(services));
        return compose(QUICK, arguments.toArray(String[]::new)).lines().toList();
    }

    String inspect(String container, String format) {
        return engine.docker(QUICK, "inspect", "--format", format, container)
                .expectSuccess()
                .strip();
    }

    Command.Result exec(String container, String... command) {
        List<String> arguments = new ArrayList<>(List.of("exec", container));
        arguments.addAll(List.of(command));
        return engine.docker(QUICK, arguments.toArray(String[]::new));
    }

    /** The body of what a container answers on a port of its own loopback address. */
    String get(String container, int port, String path, String... headers) {
        String script = """
                exec 3<>/dev/tcp/127.0.0.1/%d
                printf '%%s\\r\\n' 'GET %s HTTP/1.0' 'Host: localhost' "$@" '' >&3
                cat <&3""".formatted(port, path);
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "get"));
        command.addAll(List.of(headers));
        String answer = exec(container, command.toArray(String[]::new)).expectSuccess();
        if (!answer.matches("(?s)HTTP/1\\.[01] 200 .*")) {
            throw new AssertionError(answer);
        }
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** Kills a container as a lost machine does, and starts it again as ECS would. */
    void killAndRestart(String service) throws InterruptedException {
        for (String container : containers(service)) {
            engine.docker(QUICK, "kill", "--signal", "KILL", container).expectSuccess();
            engine.docker(QUICK, "start", container).expectSuccess();
        }
        awaitHealthy();
    }

    /** Starts a service's only container again, and asks its health check more often than Docker does. */
    Duration readyAfterRestart(String service) throws InterruptedException {
        String container = containers(service).getFirst();
        engine.docker(QUICK, "stop", container).expectSuccess();
        long start = System.nanoTime();
        engine.docker(QUICK, "start", container).expectSuccess();
        while (exec(container, "/app/healthy").status() != 0) {
            if (System.nanoTime() - start > HEALTHY_MAX.toNanos()) {
                throw new AssertionError(
                        engine.docker(QUICK, "logs", "--tail", "40", container).toString());
            }
            TimeUnit.NANOSECONDS.sleep(READY_POLL.toNanos());
        }
        Duration ready = Duration.ofNanos(System.nanoTime() - start);
        awaitHealthy();
        return ready;
    }

    URI gateway() {
        return URI.create("http://localhost:" + gatewayPort);
    }

    URI issuer() {
        return URI.create("http://localhost:" + issuerPort);
    }

    DataSource database(String name) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgresPort, name));
        database.setUser(name);
        database.setPassword(name);
        database.setSocketTimeout(30);
        return database;
    }

    @Override
    public void close() {
        compose(HEALTHY_MAX, "down", "--volumes", "--timeout", "20");
    }
}
