package io.tradepath.suite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * The port of each process by its name; a process with a second, private port for its management has it under
 * {@code NAME-management}.
 */
record Ports(Map<String, Integer> byName) {
    private static final Map<String, Integer> LAPTOP = laptop();

    Ports {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    private static Map<String, Integer> laptop() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("gateway", 8080);
        ports.put("gateway-management", 9080);
        ports.put("issuer", 9000);
        ports.put("postgres", 15_432);
        ports.put("kafka", 19_092);
        ports.put("accounts", 8081);
        ports.put("accounts-management", 9081);
        ports.put("executions", 8082);
        ports.put("executions-management", 9082);
        ports.put("feed", 8083);
        ports.put("feed-management", 9083);
        return ports;
    }

    /** The fixed ports of a laptop, or free ones for all, as the command asks. */
    static Ports of(Command.Run run, IntSupplier free) {
        Map<String, Integer> ports = new LinkedHashMap<>(LAPTOP);
        if (run.ownPorts()) {
            ports.replaceAll((name, port) -> free.getAsInt());
        }
        run.port().ifPresent(port -> ports.put("gateway", port));
        return new Ports(ports);
    }

    /** The same with ports for one more process, unless it has them. */
    Ports withInstance(String name, IntSupplier free) {
        Map<String, Integer> ports = new LinkedHashMap<>(byName);
        ports.computeIfAbsent(name, missing -> free.getAsInt());
        ports.computeIfAbsent(management(name), missing -> free.getAsInt());
        return new Ports(ports);
    }

    Ports withoutInstance(String name) {
        Map<String, Integer> ports = new LinkedHashMap<>(byName);
        ports.remove(name);
        ports.remove(management(name));
        return new Ports(ports);
    }

    int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port for " + name);
        }
        return port;
    }

    int managementOf(String name) {
        return of(management(name));
    }

    private static String management(String name) {
        return name + "-management";
    }

    String json() {
        return byName.entrySet().stream()
                .map(entry -> "  \"" + entry.getKey() + "\": " + entry.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }
}
