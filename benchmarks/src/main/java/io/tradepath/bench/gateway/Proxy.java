package io.tradepath.bench.gateway;

import io.tradepath.bench.FreePort;
import io.tradepath.bench.PinnedJvm;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reverse proxy before the target, in a process of its own, on core 0 where it is measured. */
final class Proxy implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final List<String> PINNED = List.of("taskset", "-c", "0");
    private static final Path NGINX = Path.of("/usr/sbin/nginx");

    /** Pages are touched before anything is measured, so that what is added later is seen. */
    private static final List<String> JVM =
            List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "--sun-misc-unsafe-memory-access=allow");

    private static final Pattern HEAP_USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private final String name;
    private final int port;
    private final Process process;
    private final long startedNanos = System.nanoTime();
    private long answeredNanos;

    private Proxy(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /** gateway-local, with the template that is deployed. */
    static Proxy gatewayLocal(Path home, Path folder, int target) throws IOException {
        int port = FreePort.any();
        List<String> command = new ArrayList<>(PINNED);
        command.add(PinnedJvm.java());
        command.addAll(JVM);
        command.addAll(gatewayLocal(home, port, target));
        return start("tradepath", port, folder, command);
    }

    /** gateway-local as somebody starts it who uses it alone: any core, no options of the JVM. */
    static Proxy gatewayLocalAlone(Path home, Path folder, int target) throws IOException {
        int port = FreePort.any();
        List<String> command = new ArrayList<>(List.of(PinnedJvm.java()));
        command.addAll(gatewayLocal(home, port, target));
        return start("alone", port, folder, command);
    }

    private static List<String> gatewayLocal(Path home, int port, int target) {
        List<String> arguments = new ArrayList<>(List.of(
                "-jar",
                home.resolve("gateway-local/target/gateway-local.jar").toString(),
                "--template",
                home.resolve("infra/tradepath.yaml").toString(),
                "--parameter",
                "VerifyTokens=false",
                "--listener",
                "Https=" + port + ":http",
                "--management-port",
                "0"));
        for (String group : List.of("Accounts", "Executions", "Feed")) {
            arguments.addAll(List.of("--target", "%s=127.0.0.1:%d,health=%d".formatted(group, target, target)));
        }
        return arguments;
    }

    /** Spring Cloud Gateway in a minimal application. */
    static Proxy spring(Path folder, int target) throws IOException {
        int port = FreePort.any();
        List<String> command = new ArrayList<>(PINNED);
        command.add(PinnedJvm.java());
        command.addAll(JVM);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SpringGateway.class.getName(),
                Integer.toString(port),
                Integer.toString(target)));
        return start("spring", port, folder, command);
    }

    /** Whether Debian's nginx is here. */
    static boolean hasNginx() {
        return Files.isExecutable(NGINX);
    }

    /** nginx with one worker, connections to the target that are kept, and no access log. */
    static Proxy nginx(Path folder, int target) throws IOException {
        int port = FreePort.any();
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                master_process off;
                worker_processes 1;
                pid FOLDER/nginx.pid;
                error_log FOLDER/nginx-error.log crit;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path FOLDER;
                  proxy_temp_path FOLDER;
                  keepalive_requests 1000000000;
                  upstream target { server 127.0.0.1:TARGET; keepalive 128; keepalive_requests 1000000000; }
                  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
                  proxy_http_version 1.1;
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header X-Forwarded-Port $server_port;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection $connection_upgrade;
                  client_max_body_size 0;
                  server {
                    listen 127.0.0.1:PORT backlog=4096;
                    server_name localhost;
                    location = /accounts { proxy_pass http://target; }
                    location /accounts/ { proxy_pass http://target; }
                    location = /executions { proxy_pass http://target; }
                    location /executions/ { proxy_pass http://target; proxy_buffering off; proxy_request_buffering off; }
                    location = /feed { proxy_pass http://target; }
                    location /feed/ { proxy_pass http://target; proxy_read_timeout 1h; }
                    location / { return 404; }
                  }
                  server {
                    listen 127.0.0.1:PORT;
                    server_name stream.localhost;
                    location / { proxy_pass http://target; }
                  }
                }
                """.replace("FOLDER", folder.toString())
                .replace("TARGET", Integer.toString(target))
                .replace("PORT", Integer.toString(port)));
        List<String> command = new ArrayList<>(PINNED);
        command.addAll(List.of(NGINX.toString(), "-c", configuration.toString()));
        return start("nginx", port, folder, command);
    }

    private static Proxy start(String name, int port, Path folder, List<String> command) throws IOException {
        Path log = folder.resolve(name + ".log");
        Proxy proxy = new Proxy(
                name,
                port,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
        // A benchmark that is interrupted leaves nothing running.
        Runtime.getRuntime().addShutdownHook(new Thread(proxy.process::destroy));
        try {
            proxy.awaitAnswer(log);
        } catch (IOException e) {
            proxy.close();
            throw e;
        }
        return proxy;
    }

    private void awaitAnswer(Path log) throws IOException {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (answers()) {
                answeredNanos = System.nanoTime();
                return;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        throw new IOException(name + " does not answer:\n" + Files.readString(log));
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + Http.SMALL_PATH)
                    .toURL()
                    .openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** From its start to its first answer from the target. */
    Duration startTime() {
        return Duration.ofNanos(answeredNanos - startedNanos);
    }

    /** The CPU time that it has used, in the kernel and outside. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** What is on a JVM's heap after a collection, in megabytes. */
    double heapMegabytes() throws IOException {
        jcmd("GC.run");
        Matcher used = HEAP_USED.matcher(jcmd("GC.heap_info"));
        long kilobytes = 0;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
        }
        return kilobytes / 1024.0;
    }

    private String jcmd(String command) throws IOException {
        Path jcmd = Path.of(PinnedJvm.java()).resolveSibling("jcmd");
        Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The memory that the process has of the machine, in megabytes. */
    double residentMegabytes() throws IOException {
        return statusMegabytes("VmRSS");
    }

    /** The most that {@link #residentMegabytes} was since {@link #forgetPeak}. */
    double peakMegabytes() throws IOException {
        return statusMegabytes("VmHWM");
    }

    /** proc(5): 5 resets the peak. */
    void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc", Long.toString(process.pid()), "clear_refs"), "5");
    }

    private double statusMegabytes(String field) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith(field + ":"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
