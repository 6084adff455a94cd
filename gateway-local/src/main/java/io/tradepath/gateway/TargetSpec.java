package io.tradepath.gateway;

/**
 * A target as the command line or the admin API names it: {@code Group=host:port[,health=port]}, where {@code
 * dns:name:port} stands for every address that the name has.
 *
 * @param healthPort 0 for the group's own
 */
record TargetSpec(String group, String host, int port, int healthPort, boolean dns) {

    private static final String HEALTH = ",health=";

    /**
     * Reads {@code Group=host:port[,health=port]}.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    static TargetSpec parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'" + text + "' is no target such as Accounts=localhost:8081");
        }
        String group = text.substring(0, equals);
        String rest = text.substring(equals + 1);
        int comma = rest.indexOf(HEALTH);
        int healthPort = comma < 0 ? 0 : port(rest.substring(comma + HEALTH.length()), text);
        String address = comma < 0 ? rest : rest.substring(0, comma);
        boolean dns = address.startsWith("dns:");
        return of(group, dns ? address.substring(4) : address, healthPort, dns, text);
    }

    /** Reads {@code host:port}. */
    static TargetSpec parse(String group, String address, int healthPort) {
        return of(group, address, healthPort, false, address);
    }

    private static TargetSpec of(String group, String address, int healthPort, boolean dns, String text) {
        int colon = address.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' has no host:port");
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new TargetSpec(group, host, port(address.substring(colon + 1), text), healthPort, dns);
    }

    static int port(String text, String within) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("'" + within + "' has no port from 1 to 65535");
        }
        return Integer.parseInt(text);
    }
}
