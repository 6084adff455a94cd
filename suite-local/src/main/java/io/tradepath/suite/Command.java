package io.tradepath.suite;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a command line asks for. */
sealed interface Command {
    int REPLICAS_MAX = 8;

    /** The folder with the suite's data, logs and pids. */
    Path state();

    /**
     * Start the suite and stay.
     *
     * @param ownPorts free ports for everything instead of the laptop's fixed ones, so that suites can run side by side
     * @param port the gateway's, where it is not to be the usual one
     * @param databasePorts where a service reaches its database, if not at PostgreSQL's own port: a proxy's, for faults
     * @param fresh delete the data of earlier runs first
     * @param aotCaches start from AOT caches, making those that are missing
     */
    record Run(
            Path state,
            boolean ownPorts,
            OptionalInt port,
            Map<Program, Integer> replicas,
            Map<Program, Integer> databasePorts,
            Optional<Replay> replay,
            boolean fresh,
            boolean aotCaches)
            implements Command {
        public Run {
            replicas = Map.copyOf(replicas);
            databasePorts = Map.copyOf(databasePorts);
        }
    }

    /** Change the number of replicas of a running suite. */
    record Scale(Path state, Map<Program, Integer> replicas) implements Command {
        public Scale {
            replicas = Map.copyOf(replicas);
        }
    }

    /** Unpack the jars and make the AOT caches that are missing, without starting the suite for use. */
    record Prepare(Path state) implements Command {}

    /**
     * Reads a command line.
     *
     * @param home the project's folder, where the state is when {@code --dir} names no other
     * @param here the folder that relative paths on the command line start from
     * @throws UserError for what it does not understand
     */
    static Command parse(List<String> arguments, Path home, Path here) {
        return new Parser(arguments, home, here).command();
    }

    /** Takes the arguments one by one; one use. */
    final class Parser {
        private final Deque<String> arguments;
        private final Path here;
        private Path state;
        private boolean ownPorts;
        private OptionalInt port = OptionalInt.empty();
        private Map<Program, Integer> replicas = Map.of();
        private Map<Program, Integer> databasePorts = Map.of();
        private @Nullable Path file;
        private @Nullable BigDecimal speed;
        private @Nullable LocalTime from;
        private boolean loop;
        private boolean fresh;
        private boolean aotCaches = true;

        private Parser(List<String> arguments, Path home, Path here) {
            this.arguments = new ArrayDeque<>(arguments);
            this.here = here;
            this.state = home.resolve(".local");
        }

        private Command command() {
            String first = arguments.isEmpty() ? "" : arguments.getFirst();
            return switch (first) {
                case "scale" -> {
                    arguments.removeFirst();
                    yield scale();
                }
                case "prepare" -> {
                    arguments.removeFirst();
                    if (!arguments.isEmpty()) {
                        throw unknown(arguments.getFirst());
                    }
                    yield new Prepare(state);
                }
                default -> run();
            };
        }

        private Command scale() {
            while (!arguments.isEmpty()) {
                String argument = arguments.removeFirst();
                if (argument.equals("--dir")) {
                    state = path(argument);
                } else if (argument.startsWith("-")) {
                    throw unknown(argument);
                } else {
                    replicas = replicas(argument);
                }
            }
            if (replicas.isEmpty()) {
                throw new UserError("scale needs the replicas, such as feed=3.");
            }
            return new Scale(state, replicas);
        }

        private Command run() {
            while (!arguments.isEmpty()) {
                option(arguments.removeFirst());
            }
            return new Run(state, ownPorts, port, replicas, databasePorts, replay(), fresh, aotCaches);
        }

        private void option(String name) {
            switch (name) {
                case "--dir" -> {
                    state = path(name);
                    ownPorts = true;
                }
                case "--port" -> port = OptionalInt.of(port(value(name)));
                case "--replicas" -> replicas = replicas(value(name));
                case "--database-ports" -> databasePorts = databasePorts(value(name));
                case "--replay" -> file = path(name);
                case "--speed" -> speed = decimal(name, value(name));
                case "--from" -> from = time(value(name));
                case "--loop" -> loop = true;
                case "--fresh" -> fresh = true;
                case "--no-aot" -> aotCaches = false;
                default -> throw unknown(name);
            }
        }

        private Optional<Replay> replay() {
            if (file == null) {
                if (speed != null || from != null || loop) {
                    throw new UserError("--speed, --from and --loop go with --replay FILE.");
                }
                return Optional.empty();
            }
            return Optional.of(
                    new Replay(file, speed == null ? BigDecimal.ONE : speed, Optional.ofNullable(from), loop));
        }

        private String value(String option) {
            if (arguments.isEmpty()) {
                throw new UserError(option + " needs a value.");
            }
            return arguments.removeFirst();
        }

        private Path path(String option) {
            return here.resolve(value(option)).toAbsolutePath().normalize();
        }

        private static UserError unknown(String argument) {
            return new UserError("Unknown option " + argument + ": ./run --help shows what there is.");
        }

        private static int port(String text) {
            int port = whole("--port", text);
            if (port < 1 || port > 65_535) {
                throw new UserError("--port is from 1 to 65535, but is " + text + ".");
            }
            return port;
        }

        private static int whole(String what, String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new UserError(what + " is a whole number, but is \"" + text + "\".");
            }
        }

        private static BigDecimal decimal(String option, String text) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw new UserError(option + " is a number, but is \"" + text + "\".");
            }
        }

        private static LocalTime time(String text) {
            try {
                return LocalTime.parse(text);
            } catch (DateTimeParseException e) {
                throw new UserError("--from is a time such as 12:28 (UTC), but is \"" + text + "\".");
            }
        }

        private static Map<Program, Integer> replicas(String text) {
            Map<Program, Integer> replicas = numbers("Replicas are written as feed=2,executions=2", text);
            replicas.forEach((program, count) -> {
                if (count < 1 || count > REPLICAS_MAX) {
                    throw new UserError("A service has from 1 to " + REPLICAS_MAX + " replicas, not " + count + ".");
                }
            });
            return replicas;
        }

        private static Map<Program, Integer> databasePorts(String text) {
            Map<Program, Integer> ports = numbers("Database ports are written as accounts=N,executions=N", text);
            if (ports.containsKey(Program.FEED)) {
                throw new UserError("feed has no database.");
            }
            return ports;
        }

        private static Map<Program, Integer> numbers(String form, String text) {
            Map<Program, Integer> numbers = new EnumMap<>(Program.class);
            for (String part : text.split(",", -1)) {
                String[] sides = part.split("=", -1);
                if (sides.length != 2) {
                    throw new UserError(form + ", but here is \"" + text + "\".");
                }
                numbers.put(scalable(sides[0]), whole("The number of " + sides[0], sides[1]));
            }
            return numbers;
        }

        private static Program scalable(String name) {
            for (Program program : Program.values()) {
                if (program.scales() && program.label().equals(name.toLowerCase(Locale.ROOT))) {
                    return program;
                }
            }
            throw new UserError("accounts, executions and feed have replicas; \"" + name + "\" has none.");
        }
    }
}
