package io.tradepath.suite;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** The gateway's target groups, changed over its admin API while it runs. */
final class GatewayTargets {
    private final URI management;

    GatewayTargets(int managementPort) {
        this.management = URI.create("http://127.0.0.1:" + managementPort);
    }

    void register(Program service, int port, int healthPort) throws IOException {
        expect(Http.request("PUT", target(service, port, "?health=" + healthPort), Map.of(), ""));
    }

    /** The gateway sends nothing new to the target from now on, and lets what is there go on. */
    void deregister(Program service, int port) throws IOException {
        expect(Http.request("DELETE", target(service, port, ""), Map.of(), ""));
    }

    boolean isHealthy(Program service, int port) throws IOException {
        return Http.get(target(service, port, ""), Map.of()).body().contains("\"healthy\"");
    }

    /** Whether the group still has the target; one that was deregistered stays until it has drained. */
    boolean has(Program service, int port) throws IOException {
        return Http.get(target(service, port, ""), Map.of()).status() == 200;
    }

    private URI target(Program service, int port, String query) {
        return management.resolve("/targets/" + service.targetGroup() + "/127.0.0.1:" + port + query);
    }

    private static void expect(Http.Answer answer) throws IOException {
        if (answer.status() >= 300) {
            throw new IOException("the gateway answered with " + answer.status() + ": " + answer.body());
        }
    }
}
