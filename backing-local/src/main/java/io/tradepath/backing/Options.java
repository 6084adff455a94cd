package io.tradepath.backing;

import io.tradepath.backing.state.LoopbackPort;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
record Options(
        Server server,
        Path directory,
        String bind,
        int port,
        @Nullable String issuer) {
    private static final int PORT_MAX = 65_535;

    enum Server {
        POSTGRES(15432),
        KAFKA(19092),
        ISSUER(9000);

        private final int defaultPort;

        Server(int defaultPort) {
            this.defaultPort = defaultPort;
        }
    }

    static final String USAGE = """
            Usage: java -jar backing-local-exec.jar postgres|kafka|issuer --dir DIR [--port N] [--issuer URL] [--bind IP]

              postgres      PostgreSQL 18 with the databases accounts and executions   (port 15432)
              kafka         Kafka, one broker                                           (port 19092)
              issuer        OIDC issuer with the demo clients and users                 (port 9000)

              --dir DIR     where the state is kept from run to run
              --port N      another port of 127.0.0.1
              --issuer URL  issuer only: what "iss" says, http://localhost:PORT unless given
              --bind IP     issuer only: the address to listen on, 127.0.0.1 unless given
              --help        this text
            """;

    /** A command line that cannot be understood, with the reason. */
    static final class UsageException extends RuntimeException {
        UsageException(String message) {
            super(message);
        }
    }

    static Options parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw new UsageException("which one: postgres, kafka or issuer?");
        }
        Server server = server(arguments.getFirst());
        Map<String, String> values = values(server, arguments.subList(1, arguments.size()));
        String directory = values.get("--dir");
        if (directory == null) {
            throw new UsageException("--dir is missing");
        }
        int port = values.containsKey("--port") ? port(values.get("--port")) : server.defaultPort;
        String bind = address(values.getOrDefault("--bind", LoopbackPort.ADDRESS));
        String issuer = values.containsKey("--issuer") ? url(values.get("--issuer")) : null;
        return new Options(server, Path.of(directory), bind, port, issuer);
    }

    private static Server server(String name) {
        return switch (name) {
            case "postgres" -> Server.POSTGRES;
            case "kafka" -> Server.KAFKA;
            case "issuer" -> Server.ISSUER;
            default -> throw new UsageException("unknown: %s (postgres, kafka or issuer)".formatted(name));
        };
    }

    private static Map<String, String> values(Server server, List<String> arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            boolean known = switch (option) {
                case "--dir", "--port" -> true;
                case "--issuer", "--bind" -> server == Server.ISSUER;
                default -> false;
            };
            if (!known) {
                throw new UsageException("unknown option: " + option);
            }
            if (i + 1 == arguments.size()) {
                throw new UsageException(option + " needs a value");
            }
            if (values.put(option, arguments.get(i + 1)) != null) {
                throw new UsageException(option + " is given twice");
            }
        }
        return values;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, with the text
        }
        throw new UsageException("--port is not a port: " + text);
    }

    private static String address(String text) {
        try {
            InetAddress.ofLiteral(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new UsageException("--bind is not an IP address: " + text);
        }
    }

    private static String url(String text) {
        try {
            if (new URI(text).getHost() != null) {
                return text;
            }
        } catch (URISyntaxException e) {
            // said below, with the text
        }
        throw new UsageException("--issuer is not a URL: " + text);
    }

    /** The issuer's name: what was given, or the address on this machine. */
    String issuerOrDefault() {
        return issuer == null ? "http://localhost:" + port : issuer;
    }
}
