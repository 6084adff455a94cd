package io.tradepath.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The command line, read but not yet held against a template. */
final class CommandLine {

    static final int MANAGEMENT_PORT = 9080;

    static final String HELP = """
            gateway-local: an Application Load Balancer on this machine, from its CloudFormation template

            java -jar gateway-local.jar --template FILE [options]
            java -jar gateway-local.jar explain --template FILE [--parameter K=V] [--header 'Name: value']
                                        [--listener ID] [--source-ip ADDRESS] METHOD URL

              --template FILE             a template, YAML or JSON; repeat it for stacks that import from each other
              --parameter NAME=VALUE      a value for a template's parameter
              --listener ID=PORT[:http]   open this listener on PORT; :http serves an HTTPS listener in clear;
                                          once one is given only those given are opened
                                          (default: every listener, on its template's port + 8000)
              --port N                    the port of the only listener
              --target GROUP=HOST:PORT[,health=PORT]
                                          a target; dns:NAME:PORT stands for every address of NAME
              --management-port N         health, metrics, targets and the page /__alb/ (default 9080)
              --bind ADDRESS              what listeners bind to (default 127.0.0.1)
              --management-bind ADDRESS   what the management port binds to (default 127.0.0.1)
              --access-log FILE           write AWS's access log; - is standard output
              --static FOLDER             serve files for what the rules leave to the default action
              --validate [--json]         check the template and exit: 0 where an ALB would take it, 1 where not
              --help
            """;

    /** {@code --listener ID=PORT[:http]}. */
    record ListenerOption(int port, boolean plain) {}

    final List<String> templates = new ArrayList<>();
    final Map<String, String> parameters = new LinkedHashMap<>();
    final Map<String, ListenerOption> listeners = new LinkedHashMap<>();
    final List<TargetSpec> targets = new ArrayList<>();
    final List<String> headers = new ArrayList<>();
    final List<String> positional = new ArrayList<>();
    String listener = "";
    String sourceIp = "127.0.0.1";
    String bind = "127.0.0.1";
    String managementBind = "127.0.0.1";
    String accessLog = "";
    String staticFolder = "";
    int port = -1;
    int managementPort = MANAGEMENT_PORT;
    boolean explain;
    boolean validate;
    boolean json;
    boolean help;

    private CommandLine() {}

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    static CommandLine parse(String... args) {
        CommandLine line = new CommandLine();
        int at = 0;
        if (args.length > 0 && args[0].equals("explain")) {
            line.explain = true;
            at = 1;
        }
        while (at < args.length) {
            String arg = args[at++];
            switch (arg) {
                case "--validate" -> line.validate = true;
                case "--json" -> line.json = true;
                case "--help", "-h" -> line.help = true;
                default -> {
                    if (!arg.startsWith("--")) {
                        line.positional.add(arg);
                    } else if (at == args.length) {
                        throw new IllegalArgumentException(arg + " wants a value, or is not known; see --help");
                    } else {
                        line.option(arg, args[at++]);
                    }
                }
            }
        }
        line.check();
        return line;
    }

    private void option(String name, String value) {
        switch (name) {
            case "--template" -> templates.add(value);
            case "--parameter" -> {
                int equals = value.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("--parameter wants NAME=VALUE, not '" + value + "'");
                }
                parameters.put(value.substring(0, equals), value.substring(equals + 1));
            }
            case "--listener" -> listenerOption(value);
            case "--target" -> targets.add(TargetSpec.parse(value));
            case "--header" -> headers.add(value);
            case "--source-ip" -> sourceIp = value;
            case "--bind" -> bind = value;
            case "--management-bind" -> managementBind = value;
            case "--access-log" -> accessLog = value;
            case "--static" -> staticFolder = value;
            case "--port" -> port = port(name, value);
            case "--management-port" -> managementPort = port(name, value);
            default -> throw new IllegalArgumentException(name + " is not known; see --help");
        }
    }

    private void listenerOption(String value) {
        int equals = value.indexOf('=');
        if (explain && equals < 0) {
            listener = value;
            return;
        }
        if (equals < 1) {
            throw new IllegalArgumentException("--listener wants ID=PORT or ID=PORT:http, not '" + value + "'");
        }
        String rest = value.substring(equals + 1);
        boolean plain = rest.endsWith(":http");
        String number = plain ? rest.substring(0, rest.length() - ":http".length()) : rest;
        listeners.put(value.substring(0, equals), new ListenerOption(port("--listener", number), plain));
    }

    private static int port(String option, String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException(option + " wants a port from 0 to 65535, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private void check() {
        if (help) {
            return;
        }
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("--template is missing; see --help");
        }
        if (!explain && !positional.isEmpty()) {
            throw new IllegalArgumentException("'" + positional.getFirst() + "' is not known; see --help");
        }
        if (explain && positional.size() != 2) {
            throw new IllegalArgumentException("explain wants a method and a URL, such as GET https://host/path");
        }
        if (port >= 0 && !listeners.isEmpty()) {
            throw new IllegalArgumentException("--port and --listener exclude each other");
        }
    }
}
