package io.tradepath.gateway;

import io.tradepath.alb.Listener;
import io.tradepath.alb.TimeSource;
import io.tradepath.alb.Topology;
import io.tradepath.alb.template.Finding;
import io.tradepath.alb.template.ReadResult;
import io.tradepath.alb.template.TemplateReader;
import io.tradepath.alb.template.TemplateSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The program: reads the command line and the template, says what is not emulated, and serves until it is stopped. */
public final class Main {

    static final int EXIT_USAGE = 2;
    static final int EXIT_TEMPLATE = 1;
    private static final int DEFAULT_PORT_OFFSET = 8000;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        long started = System.nanoTime();
        int code = run(args, System.out, System.err, started);
        if (code != RUNNING) {
            System.exit(code);
        }
        Thread.currentThread().join();
    }

    /** What {@link #run} returns where a gateway was started that serves on. */
    static final int RUNNING = -1;

    static int run(String[] args, PrintStream out, PrintStream err, long startedNanos) {
        CommandLine line;
        List<TemplateSource> sources = new ArrayList<>();
        try {
            line = CommandLine.parse(args);
            if (line.help) {
                out.print(CommandLine.HELP);
                return 0;
            }
            for (String template : line.templates) {
                sources.add(new TemplateSource(template, Files.readString(Path.of(template))));
            }
        } catch (IllegalArgumentException e) {
            err.println("gateway-local: " + e.getMessage());
            return EXIT_USAGE;
        } catch (IOException e) {
            err.println("gateway-local: cannot read the template " + e.getMessage());
            return EXIT_USAGE;
        }
        ReadResult read = TemplateReader.read(sources, line.parameters);
        if (line.validate) {
            out.print(line.json ? Validation.json(read) : Validation.text(read));
            return read.errors().isEmpty() ? 0 : EXIT_TEMPLATE;
        }
        if (!read.errors().isEmpty()) {
            read.errors().forEach(finding -> err.println("error: " + finding));
            return EXIT_TEMPLATE;
        }
        return line.explain ? explain(line, read.topology(), out, err) : serve(line, read, out, err, startedNanos);
    }

    private static int explain(CommandLine line, Topology topology, PrintStream out, PrintStream err) {
        try {
            out.print(Explanation.of(topology, line));
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("gateway-local: " + e.getMessage());
            return EXIT_USAGE;
        }
    }

    private static int serve(CommandLine line, ReadResult read, PrintStream out, PrintStream err, long startedNanos) {
        for (Finding finding : read.of(Finding.Severity.WARNING)) {
            out.println("warning: " + finding);
        }
        for (Finding finding : read.of(Finding.Severity.NOT_EMULATED)) {
            out.println("not emulated: " + finding);
        }
        out.println("not emulated: HTTP/2 and gRPC; clients and targets are spoken to by HTTP/1.1");
        try {
            Gateway gateway = Gateway.start(settings(line, read.topology(), out));
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "shutdown"));
            for (ServedListener served : gateway.listeners()) {
                out.println("listener " + served.listener().id() + " on " + served.protocol() + "://localhost:"
                        + served.port());
            }
            out.println("management on http://localhost:" + gateway.managementPort() + "/__alb/");
            out.println("ready in " + (System.nanoTime() - startedNanos) / 1_000_000 + " ms");
            return RUNNING;
        } catch (IllegalArgumentException | IOException e) {
            err.println("gateway-local: " + e.getMessage());
            return EXIT_USAGE;
        }
    }

    private static GatewaySettings settings(CommandLine line, Topology topology, PrintStream out) throws IOException {
        return new GatewaySettings(
                topology,
                open(line, topology),
                line.bind,
                line.managementBind,
                line.managementPort,
                line.targets,
                accessLog(line.accessLog, out),
                line.staticFolder.isEmpty() ? null : Path.of(line.staticFolder),
                Runtime.getRuntime().availableProcessors(),
                TimeSource.SYSTEM);
    }

    private static @Nullable Consumer<String> accessLog(String to, PrintStream out) throws IOException {
        if (to.isEmpty()) {
            return null;
        }
        return to.equals("-") ? out::println : AccessLogFile.open(Path.of(to));
    }

    /** Which listeners to open, and where. */
    static List<GatewaySettings.Open> open(CommandLine line, Topology topology) {
        List<GatewaySettings.Open> open = new ArrayList<>();
        for (String id : line.listeners.keySet()) {
            Listener listener = topology.listener(id);
            if (listener == null) {
                throw new IllegalArgumentException("the templates have no listener " + id + "; they have "
                        + String.join(
                                ", ",
                                topology.listeners().stream().map(Listener::id).toList()));
            }
        }
        if (line.port >= 0 && topology.listeners().size() != 1) {
            throw new IllegalArgumentException("--port is for one listener; the templates have "
                    + topology.listeners().size() + ": use --listener ID=PORT");
        }
        for (Listener listener : topology.listeners()) {
            CommandLine.ListenerOption option = line.listeners.get(listener.id());
            if (option != null) {
                open.add(new GatewaySettings.Open(listener, option.port(), option.plain()));
            } else if (line.listeners.isEmpty()) {
                int port = line.port >= 0 ? line.port : listener.port() + DEFAULT_PORT_OFFSET;
                open.add(new GatewaySettings.Open(listener, port, false));
            }
        }
        if (open.isEmpty()) {
            throw new IllegalArgumentException("the templates have no listener of an application load balancer");
        }
        return open;
    }
}
