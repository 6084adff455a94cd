package io.tradepath.suite;

import io.tradepath.suite.ProcessSpec.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The processes of a suite, as a pure function of what was asked for. */
record SuitePlan(List<ProcessSpec> processes) {
    SuitePlan {
        processes = List.copyOf(processes);
    }

    /**
     * @param home the project's folder, where the template lies
     * @param replicas how many of each service, one where it names none
     * @param ports one for each process; {@link #instances} names them
     * @param launcher the command that starts a program, up to its own arguments
     */
    static SuitePlan of(
            Command.Run run,
            Path home,
            Map<Program, Integer> replicas,
            Ports ports,
            Function<Program, List<String>> launcher) {
        return new Builder(run, home, replicas, ports, launcher).plan();
    }

    /** The names of a program's processes: {@code feed}, {@code feed-2}. */
    static List<String> instances(Program program, Map<Program, Integer> replicas) {
        return IntStream.rangeClosed(1, replicas.getOrDefault(program, 1))
                .mapToObj(number -> number == 1 ? program.label() : program.label() + "-" + number)
                .toList();
    }

    /** What a process's command line begins with, by which a later run knows it as one of this suite's. */
    static List<String> mark(Path state, String name) {
        return List.of("-Dtradepath.suite=" + state, "-Dtradepath.process=" + name);
    }

    /** The file that lets a replay go; the suite makes it when it is ready. */
    static Path replayStart(Path state) {
        return state.resolve("replay.start");
    }

    private record Builder(
            Command.Run run,
            Path home,
            Map<Program, Integer> replicas,
            Ports ports,
            Function<Program, List<String>> launcher) {

        SuitePlan plan() {
            List<ProcessSpec> processes = new ArrayList<>();
            processes.add(postgres());
            processes.add(kafka());
            processes.add(issuer());
            for (Program service : List.of(Program.ACCOUNTS, Program.EXECUTIONS, Program.FEED)) {
                for (String name : instances(service, replicas)) {
                    processes.add(service(service, name));
                }
            }
            processes.add(gateway());
            return new SuitePlan(processes);
        }

        private ProcessSpec postgres() {
            return backing(Program.POSTGRES, new Readiness.Tcp(ports.of("postgres")));
        }

        private ProcessSpec kafka() {
            return backing(Program.KAFKA, new Readiness.Tcp(ports.of("kafka")));
        }

        private ProcessSpec issuer() {
            URI metadata = URI.create("http://127.0.0.1:" + ports.of("issuer") + "/.well-known/openid-configuration");
            return backing(Program.ISSUER, new Readiness.Http(metadata), "--issuer", issuerAddress());
        }

        private ProcessSpec backing(Program program, Readiness readiness, String... more) {
            int port = ports.of(program.label());
            List<String> arguments = new ArrayList<>(List.of(
                    program.label(),
                    "--dir",
                    run.state().resolve("data").resolve(program.label()).toString(),
                    "--port",
                    Integer.toString(port)));
            arguments.addAll(List.of(more));
            List<String> command = command(program, program.label(), arguments);
            return new ProcessSpec(program.label(), program, command, Map.of(), List.of(port), readiness);
        }

        private ProcessSpec service(Program service, String name) {
            Map<String, String> environment = new LinkedHashMap<>();
            environment.put("SERVER_ADDRESS", "127.0.0.1");
            environment.put("SERVER_PORT", Integer.toString(ports.of(name)));
            environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
            environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(ports.managementOf(name)));
            environment.put("SPRING_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.of("kafka"));
            environment.put("TRADEPATH_ISSUER", issuerAddress());
            environment.put("TRADEPATH_JWKS_URI", "http://127.0.0.1:" + ports.of("issuer") + "/oauth2/jwks");
            switch (service) {
                case ACCOUNTS -> environment.putAll(database(Program.ACCOUNTS));
                case EXECUTIONS -> {
                    environment.putAll(database(Program.EXECUTIONS));
                    environment.put("TRADEPATH_MARKET_HOURS", "always");
                }
                case FEED -> environment.putAll(feed(name));
                case POSTGRES, KAFKA, ISSUER, GATEWAY -> throw new IllegalArgumentException(name + " is no service");
            }
            URI readiness = URI.create("http://127.0.0.1:" + ports.managementOf(name) + "/actuator/health/readiness");
            return new ProcessSpec(
                    name,
                    service,
                    command(service, name, List.of()),
                    environment,
                    List.of(ports.of(name), ports.managementOf(name)),
                    new Readiness.Http(readiness));
        }

        private Map<String, String> database(Program service) {
            String name = service.label();
            int port = run.databasePorts().getOrDefault(service, ports.of("postgres"));
            return Map.of(
                    "SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/" + name,
                    "SPRING_DATASOURCE_USERNAME", name,
                    "SPRING_DATASOURCE_PASSWORD", name);
        }

        private Map<String, String> feed(String name) {
            Map<String, String> environment = new LinkedHashMap<>();
            int port = ports.of("gateway");
            environment.put("TRADEPATH_FEED_ORIGINS", "http://localhost:" + port + ",http://127.0.0.1:" + port);
            environment.put(
                    "TRADEPATH_FEED_TARGET_HEALTH_URL",
                    "http://127.0.0.1:%d/targets/%s/127.0.0.1:%d"
                            .formatted(ports.managementOf("gateway"), Program.FEED.targetGroup(), ports.of(name)));
            environment.put("TRADEPATH_FEED_SOURCE", run.replay().isPresent() ? "replay" : "simulated");
            run.replay().ifPresent(replay -> {
                environment.put("TRADEPATH_FEED_REPLAY_FILE", replay.file().toString());
                environment.put("TRADEPATH_FEED_REPLAY_SPEED", replay.speed().toPlainString());
                replay.from().ifPresent(from -> environment.put("TRADEPATH_FEED_REPLAY_FROM", from.toString()));
                environment.put("TRADEPATH_FEED_REPLAY_LOOP", Boolean.toString(replay.loop()));
                environment.put(
                        "TRADEPATH_FEED_REPLAY_START_FILE",
                        replayStart(run.state()).toString());
            });
            return environment;
        }

        private ProcessSpec gateway() {
            int port = ports.of("gateway");
            int management = ports.managementOf("gateway");
            List<String> arguments = new ArrayList<>(List.of(
                    "--template",
                    home.resolve("infra/tradepath.yaml").toString(),
                    "--parameter",
                    "VerifyTokens=false",
                    "--listener",
                    "Https=" + port + ":http",
                    "--management-port",
                    Integer.toString(management)));
            for (Program service : List.of(Program.ACCOUNTS, Program.EXECUTIONS, Program.FEED)) {
                for (String name : instances(service, replicas)) {
                    arguments.add("--target");
                    arguments.add("%s=127.0.0.1:%d,health=%d"
                            .formatted(service.targetGroup(), ports.of(name), ports.managementOf(name)));
                }
            }
            return new ProcessSpec(
                    "gateway",
                    Program.GATEWAY,
                    command(Program.GATEWAY, "gateway", arguments),
                    Map.of(),
                    List.of(port, management),
                    new Readiness.Http(URI.create("http://127.0.0.1:" + management + "/health")));
        }

        private String issuerAddress() {
            return "http://localhost:" + ports.of("issuer");
        }

        private List<String> command(Program program, String name, List<String> arguments) {
            List<String> start = launcher.apply(program);
            List<String> command = new ArrayList<>();
            command.add(start.getFirst());
            command.addAll(mark(run.state(), name));
            command.addAll(start.subList(1, start.size()));
            command.addAll(arguments);
            return command;
        }
    }
}
